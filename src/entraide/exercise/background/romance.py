"""Background reports in French, Spanish and Portuguese."""

from __future__ import annotations

from entraide.exercise import places
from entraide.exercise.background.patterns import Names, Pattern, Tongue

FRENCH = Tongue(
    code="fr",
    patterns=(
        Pattern(
            "complaint",
            ("camille",),
            (
                (
                    "Plainte déposée le [day] à [city] par [name], [old] ans.",
                    "[name], [old] ans, habitant [city], se dit victime d'une escroquerie.",
                    "Audition du [day], [city] : [name], [old] ans, en présence de sa fille.",
                ),
                (
                    "Le contact s'est noué par ⟦F1.02|un message envoyé « par erreur »⟧, puis quotidiennement pendant deux mois.",
                    "Un « conseiller » ⟦F1.04|recommandé par une fausse interview télévisée⟧ a pris la suite.",
                    "La relation a commencé ⟦F1.03|sur une application de rencontre⟧ ; aucun appel en vidéo n'a jamais abouti.",
                ),
                (
                    "Préjudice : [amount], virés en quatre fois sur le compte {account}.",
                    "Les fonds, [amount], ont été déposés sur {domain} ; ⟦F2.02|le gain affiché ne pouvait être retiré⟧.",
                    "[amount] ont été convertis puis envoyés à l'adresse {eth}.",
                    "Virement de [amount] vers l'IBAN {iban}.",
                ),
                (
                    "L'interlocuteur écrivait depuis WhatsApp {phone}.",
                    "Le « service client » répond à l'adresse {email}.",
                    "Dernier contact connu : Telegram {telegram}.",
                    "",
                ),
            ),
            status="victim",
        ),
        Pattern(
            "open_source",
            ("elise",),
            (
                (
                    "Relevé du [day] : une annonce en français propose un poste de « [job] » payé [wage].",
                    "Page repérée le [day], traduite à la machine, au nom de « [firm] ».",
                    "Un forum d'étudiants d'Afrique de l'Ouest signale le [day] l'entreprise « [firm] ».",
                ),
                (
                    "⟦W1.06|Billet et logement sont offerts⟧, le lieu exact n'est donné qu'après accord.",
                    "⟦W1.04|Les portraits des recruteurs paraissent générés⟧ : mêmes reflets dans les deux yeux.",
                    "Le texte est repris mot pour mot d'une chaîne de magasins qui n'a rien à y voir.",
                ),
                (
                    "Coordonnées publiées : {phone} et {email}.",
                    "Renvoi vers {domain}.",
                    "Renvoi vers Telegram {telegram}.",
                    "Page : {facebook}.",
                    "Compte : {tiktok}, 18 vidéos, commentaires fermés.",
                ),
                ("Non vérifié.", "À rapprocher d'autres sources.", ""),
            ),
        ),
        Pattern(
            "tip",
            ("camille",),
            (
                (
                    "Une mère de [city] s'inquiète pour son fils de [age] ans, parti comme « [job] ».",
                    "Signalement anonyme du [day], [city].",
                    "Un agent de comptoir d'aéroport signale, le [day], deux jeunes gens de [city].",
                ),
                (
                    "⟦W2.02|La destination a changé pendant l'escale⟧ et le téléphone ne répond plus que la nuit.",
                    "Ils voyageaient avec ⟦W2.01|un aller simple payé par un tiers⟧ et ne connaissaient pas leur employeur.",
                    "⟦W3.06|On réclame [amount] pour « annuler le contrat »⟧.",
                ),
                (
                    "Numéro de l'intermédiaire : {phone}.",
                    "La demande est venue de {email}.",
                    "Versement exigé en TRON à {tron}.",
                ),
            ),
        ),
    ),
    names={
        "FR": Names(
            ("Odile", "Marc", "Sabrina", "Yves", "Nadia", "Luc"),
            ("Garnier", "Belkacem", "Thévenot", "Morvan", "Diarra"),
        )
    },
    cities={
        "FR": (
            ("Lyon", places.LYON),
            ("Villeurbanne", places.LYON),
            ("Paris", places.PARIS),
            ("Montreuil", places.PARIS),
        )
    },
    amounts=("18 600 €", "7 900 euros", "52 000 €", "23 450 euros", "9 300 €"),
    wages=("1 500 €", "1 800 euros net", "1 300 € plus primes"),
    jobs=("opérateur de saisie", "hôte d'accueil en ligne", "testeur de jeux", "traducteur junior"),
    firms=("Perle d'Orient Services", "Horizon Jade Conseil", "Lotus Bleu Digital", "Neuvième Porte"),
    months=("octobre", "novembre"),
    day="{d} {m}",
    hotline=(
        "Le numéro public d'aide {common} a été donné.",
        "La famille avait déjà appelé la ligne d'aide {common}.",
    ),
    board=("Le même texte figure sur le site d'emploi {common}.", "Annonce d'abord parue sur {common}."),
)

SPANISH = Tongue(
    code="es",
    patterns=(
        Pattern(
            "complaint",
            ("rosa",),
            (
                (
                    "[name], de [old] años, residente en [city], presenta denuncia el [day].",
                    "Denuncia recibida en [city] el [day]: [name], [old] años.",
                    "Comparece [name] ([old] años, [city]) con los comprobantes de los depósitos.",
                ),
                (
                    "El contacto lo inició ⟦F1.03|un supuesto ingeniero por una red social⟧ y hablaron a diario durante seis semanas.",
                    "Entró en ⟦F1.05|un grupo que pagaba por calificar hoteles⟧; las primeras tareas sí se pagaron.",
                    "Le llegó ⟦F1.09|un mensaje que parecía de su banco⟧ y luego una llamada.",
                ),
                (
                    "Depositó [amount] en la cuenta {account}.",
                    "Perdió [amount] en {domain}; ⟦F2.02|para retirar le exigieron un impuesto⟧.",
                    "Envió [amount] en criptomonedas a {tron} (red TRON).",
                ),
                (
                    "El otro lado usaba el teléfono {phone}.",
                    "La conversación siguió en Telegram {telegram}.",
                    "Los recibos llegaban de {email}.",
                ),
            ),
            status="victim",
        ),
        Pattern(
            "advert",
            ("rosa", "luana"),
            (
                (
                    "Anuncio visto el [day] en un grupo de vecinos:",
                    "Volante repartido el [day] frente a un instituto:",
                    "Publicación pagada del [day]:",
                ),
                (
                    "«[firm] busca [job] para Asia. Sueldo de [wage].",
                    "«¿Quieres viajar? [firm] contrata [job], [wage] al mes.",
                ),
                (
                    "⟦W1.06|Pasaje y alojamiento a cargo de la empresa⟧.",
                    "Sin experiencia. ⟦W1.05|Entrevista por videollamada en diez minutos⟧.",
                    "⟦W1.09|Aceptamos desde los 17 años⟧ con permiso de los padres.",
                ),
                (
                    "Escribe al WhatsApp {phone}.»",
                    "Más en {instagram}.»",
                    "Contacto: Telegram {telegram}.»",
                    "Regístrate en {domain}.»",
                ),
            ),
        ),
        Pattern(
            "tip",
            ("rosa",),
            (
                (
                    "Llamada del [day]: el hermano de una joven de [age] años de [city] que viajó con una oferta para [job].",
                    "Una vecina de [city] avisa el [day] de una casa alquilada por extranjeros.",
                ),
                (
                    "⟦W3.04|Solo la dejan llamar con alguien al lado⟧ y siempre dice lo mismo.",
                    "⟦C1.03|Entran muchachos de noche y nadie los ve salir⟧; hay cámaras hacia adentro.",
                    "⟦W2.07|Cuenta que la «pasaron» a otra empresa por [amount]⟧.",
                ),
                (
                    "El celular que aparece es {phone}.",
                    "La camioneta tiene placa {plate}.",
                    "El alquiler se paga desde la cuenta {account}.",
                ),
            ),
        ),
    ),
    names={
        "PE": Names(
            ("Julia", "Wilmer", "Yolanda", "Percy", "Maribel"), ("Condori", "Salazar", "Chumpitaz", "Vargas")
        ),
        "BR": Names(("Julia",), ("Vargas",)),
    },
    cities={
        "PE": (("Lima", places.LIMA), ("San Juan de Miraflores", places.LIMA)),
        "BR": (("São Paulo", places.SAO_PAULO),),
    },
    amounts=("6 400 dólares", "18 mil soles", "2 900 dólares", "31 mil soles"),
    wages=("1 200 dólares", "900 dólares más comisión", "1 500 dólares"),
    jobs=("digitadores", "modelos de catálogo", "anfitriones de chat", "traductores", "cajeros en línea"),
    firms=("Costa de Perlas Servicios", "Grupo Monzón Plata", "Jade Sur Digital"),
    months=("octubre", "noviembre"),
    day="{d} de {m}",
    hotline=(
        "Se le dio la línea pública de ayuda {common}.",
        "La familia ya había llamado a la línea {common}.",
    ),
    board=("El mismo texto está en la bolsa de trabajo {common}.",),
)

PORTUGUESE = Tongue(
    code="pt",
    patterns=(
        Pattern(
            "advert",
            ("luana",),
            (
                (
                    "Anúncio visto em [day] em grupos de [city]:",
                    "Panfleto distribuído em [city] em [day]:",
                    "Story patrocinado, [city], [day]:",
                ),
                (
                    '"[firm] contrata [job] para a Ásia: [wage].',
                    '"Vaga no exterior! [job], [wage] por mês, contrato de um ano com a [firm].',
                ),
                (
                    "⟦W1.06|Passagem e moradia por nossa conta⟧.",
                    "⟦W1.05|Entrevista só por áudio⟧, resposta no mesmo dia.",
                    "⟦W1.02|Indique um amigo e ganhe 200 dólares⟧.",
                ),
                (
                    'Chame no WhatsApp {phone}."',
                    'Perfil: {instagram}."',
                    'Telegram {telegram}."',
                    'Cadastro em {domain}."',
                ),
            ),
        ),
        Pattern(
            "complaint",
            ("luana",),
            (
                (
                    "[name], [old] anos, de [city], registrou ocorrência em [day].",
                    "Ocorrência de [day], [city]: [name], [old] anos.",
                    "Relato de [name] ([old] anos), residente em [city].",
                ),
                (
                    'Conheceu a "corretora" por ⟦F1.04|um vídeo com a imagem de um apresentador⟧.',
                    "Trocou mensagens por dois meses com ⟦F1.06|uma pessoa que mudava de jeito de escrever⟧.",
                    "Aceitou ⟦F1.05|avaliar lojas por comissão⟧ e acabou depositando.",
                ),
                (
                    "Transferiu [amount] para a conta {account}.",
                    "Perdeu [amount] na plataforma {domain}; ⟦F2.02|o saque ficou bloqueado⟧.",
                    "Mandou [amount] em USDT para {tron} (TRON).",
                    "Pagou [amount] para o IBAN {iban}.",
                ),
                (
                    "O telefone do contato era {phone}.",
                    "O suporte respondia por {email}.",
                    "As ordens vinham do Telegram {telegram}.",
                ),
            ),
            status="victim",
        ),
        Pattern(
            "statement",
            ("luana",),
            (
                (
                    "Depoimento de [name], [age] anos, que voltou a [city] em [day].",
                    "[name], [age] anos, em depoimento por vídeo em [day] ([city]).",
                ),
                (
                    "Foi como [job] da [firm]; ⟦W2.02|no desembarque o destino mudou⟧.",
                    "⟦W4.07|Recebeu um roteiro de 60 páginas em português⟧ e um nome falso.",
                    "⟦W3.01|Muro alto, arame virado para dentro⟧, um só portão.",
                ),
                (
                    "⟦W4.01|Quem não batia a meta não jantava⟧.",
                    "⟦W3.06|A família pagou [amount] pela saída⟧.",
                    "⟦W3.03|Olhavam o celular de todos ao fim do turno⟧.",
                ),
                (
                    "O chefe usava o telefone {phone}.",
                    "O passaporte {passport} não foi devolvido.",
                    "O pagamento da família foi para {btc} (bitcoin).",
                ),
            ),
            status="victim",
        ),
    ),
    names={
        "BR": Names(
            ("Sônia", "Wagner", "Débora", "Cleiton", "Ivone", "Rafael"),
            ("Furtado", "Nogueira", "Batista", "Camargo"),
        )
    },
    cities={
        "BR": (
            ("São Paulo", places.SAO_PAULO),
            ("Guarulhos", places.SAO_PAULO),
            ("Fortaleza", places.FORTALEZA),
            ("Goiânia", places.GOIANIA),
        )
    },
    amounts=("R$ 38 mil", "R$ 112 mil", "9 mil dólares", "R$ 61 mil"),
    wages=("2 mil dólares", "1.500 dólares mais bônus", "8 mil reais"),
    jobs=("digitador", "moderador de chat", "atendente bilíngue", "analista de jogos"),
    firms=("Pérola do Leste", "Jade Norte Serviços", "Grupo Monção"),
    months=("outubro", "novembro"),
    day="{d} de {m}",
    hotline=("Foi informado o número público de ajuda {common}.", "A família já havia ligado para {common}."),
    board=("O mesmo texto está no site de vagas {common}.",),
)
