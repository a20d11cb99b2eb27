"""Story 7. A new lure: "record your voice". Within a week it shows in Brazil and in Namibia.

A studio asks for two hundred recorded sentences as an audition, then invites the candidate to "the studio in
Bangkok". The voice stays behind and is used for calls; the person is taken on to the river.
"""

from __future__ import annotations

from collections.abc import Iterator

from entraide.exercise import places
from entraide.exercise.selectors import Selectors
from entraide.exercise.shapes import Person
from entraide.exercise.writing import Draft, at, owner_first, shared_with, to_all
from entraide.vocabulary.handling import Purpose

LURE = Purpose.PREVENTION | Purpose.INVESTIGATION | Purpose.PROTECTION


def tell(make: Selectors) -> Iterator[Draft]:
    studio = make.instagram("voz.aurora.studio")
    casting = make.telegram("aurora_casting")
    upload = make.domain("aurora-voice-lab")
    producer = make.phone("BR")
    coach = make.phone("NA")
    courier = make.email("tickets", "aurora-voice-lab-travel")

    yield Draft(
        "sao-paulo",
        by="luana",
        language="pt",
        source_kind="tip",
        seen=at(30, 18),
        place=places.SAO_PAULO,
        text=(
            "Estudante de teatro, 21 anos, São Paulo. Recebeu no Instagram um convite do perfil {studio} para um teste de "
            'locução de audiolivros: "grave 200 frases em casa, pagamos R$ 300 pelo teste". O dinheiro caiu de verdade. Três '
            'dias depois veio a proposta: seis semanas no "estúdio de Bangkok", 2.800 dólares por mês, passagem e hotel por '
            "conta deles, embarque em cinco dias. As gravações são enviadas por {upload:url}.\n\n"
            'Entre as frases: "sim, autorizo", "mãe, preciso de ajuda", números de zero a nove, nomes de bancos. Ela achou '
            "estranho e não foi. A voz ficou com eles."
        ),
        selectors=dict(studio=studio, upload=upload),
        marks={
            "W1.07": "convite do perfil",
            "W1.06": "passagem e hotel por conta deles",
            "F1.07": '"sim, autorizo", "mãe, preciso de ajuda"',
        },
        handling=shared_with("centre", "th", "pe", "na", purposes=LURE, grade="B2"),
    )
    yield Draft(
        "windhoek",
        by="ndapewa",
        language="en",
        source_kind="tip",
        seen=at(1, 9),
        place=places.WINDHOEK,
        text=(
            'A radio presenter in Windhoek, 26, was asked by Telegram {casting} to audition as a "brand voice for '
            'Southern Africa": 200 sentences in English and Oshiwambo, uploaded to {upload:page}. She was paid N$ 350 the '
            'same day. On 31 October came the invitation to the "studio in Bangkok": six weeks, 2,800 US dollars a month, '
            "ticket in her inbox from {courier}. Departure on 7 November.\n"
            "She asked for a contract and was told that artists do not sign by mail. She has agreed to be rung by the bureau."
        ),
        selectors=dict(casting=casting, upload=upload, courier=courier),
        marks={
            "W1.07": 'to audition as a "brand voice for Southern Africa"',
            "W1.06": "ticket in her inbox",
            "F1.07": "200 sentences in English and Oshiwambo",
        },
        handling=shared_with("centre", "br", "th", purposes=LURE, grade="A2"),
    )
    yield Draft(
        "fortaleza",
        by="luana",
        language="pt",
        source_kind="statement",
        seen=at(2, 15),
        place=places.FORTALEZA,
        text=(
            "A mãe de um locutor de rádio comunitária, 24 anos, Fortaleza, diz que ele embarcou em 28 de outubro para "
            'Bangkok, contratado para "dar voz a um curso de idiomas". O produtor ligou do número {producer:nat}. A última '
            'mensagem, de 31 de outubro: "não é estúdio, é um prédio com grade, me mandaram ler textos em espanhol no '
            'telefone". Passagem enviada por {courier:case}.'
        ),
        selectors=dict(producer=producer, courier=courier),
        marks={
            "W2.02": '"não é estúdio, é um prédio com grade',
            "W4.09": "me mandaram ler textos em espanhol no telefone",
        },
        persons=(Person("Davi Monteiro Lacerda", "missing", 2001, "BR"),),
        handling=owner_first("th", "pe", "centre", purposes=LURE, grade="B2"),
    )
    yield Draft(
        "walvis-bay",
        by="ndapewa",
        language="en",
        source_kind="advert",
        seen=at(3, 11),
        place=places.WALVIS_BAY,
        text=(
            "Printed on paper at two taxi ranks in Walvis Bay, with a code to scan that opens {upload:hxxp}:\n"
            '"VOICE ARTISTS WANTED. No radio experience needed. Record 200 lines on your phone tonight, be paid tomorrow. '
            "The best ten fly to our Bangkok studio: 2,800 USD, six weeks, everything covered. Coach Tangeni answers on "
            'WhatsApp {coach:nat}."'
        ),
        selectors=dict(upload=upload, coach=coach),
        marks={"W1.01": "VOICE ARTISTS WANTED", "W1.06": "six weeks, everything covered"},
        handling=to_all(grade="B1"),
    )
    yield Draft(
        "goiania",
        by="luana",
        language="pt",
        source_kind="advert",
        seen=at(4, 13),
        place=places.GOIANIA,
        text=(
            "Anúncio impulsionado, visto em Goiânia e Anápolis:\n"
            '"PRECISA-SE DE VOZES. Sem experiência. Grave 200 frases hoje no celular, receba amanhã. Os dez melhores vão '
            "para o nosso estúdio em Bangkok: 2.800 dólares, seis semanas, tudo pago. Fale com a produção no Telegram "
            '{casting:link} ou no WhatsApp {producer:wa}."'
        ),
        selectors=dict(casting=casting, producer=producer),
        marks={"F1.04": "Anúncio impulsionado", "W1.01": "PRECISA-SE DE VOZES"},
        handling=to_all(grade="B1"),
    )
    yield Draft(
        "lima",
        by="rosa",
        language="es",
        source_kind="complaint",
        seen=at(4, 20),
        place=places.LIMA,
        text=(
            'Denuncia de una jubilada de Lima: un joven "con acento brasileño, muy amable" la llamó como empleado del banco y '
            "le hizo leer un código. Perdió 9.200 soles. Dos días después la llamó otra vez la misma voz, pero ya hablaba sin "
            'acento, "como una grabación que contesta". El mensaje de texto llevaba a {fake:url} y en la pantalla salió el '
            "número {producer}."
        ),
        selectors=dict(fake=make.domain("banco-seguro-verifica"), producer=producer),
        marks={"F2.04": "la llamó como empleado del banco", "F1.07": '"como una grabación que contesta"'},
        persons=(Person("Carmen Huaroto", "victim", 1952, "PE"),),
        handling=owner_first("br", "centre", purposes=LURE, grade="B2"),
    )
    yield Draft(
        "paris",
        by="camille",
        language="fr",
        source_kind="tip",
        seen=at(5, 8),
        place=places.PARIS,
        text=(
            "Une comédienne de doublage signale la même audition, en portugais, reçue par l'Instagram {studio:case} le 4 "
            "novembre : 200 phrases, dont « je confirme le virement », payées 60 €. Elle a fait écouter les consignes à un "
            "collègue : la voix du « directeur » est synthétique. Le dépôt se faisait sur {upload}."
        ),
        selectors=dict(studio=studio, upload=upload),
        marks={
            "W1.04": "la voix du « directeur » est synthétique",
            "F1.07": "dont « je confirme le virement »",
        },
        handling=to_all(purposes=LURE, grade="B1"),
    )
    yield Draft(
        "dubai-transit",
        by="mariam",
        language="ar",
        source_kind="observation",
        seen=at(5, 16),
        place=places.DUBAI,
        text=(
            "أوقفت شركة طيران في الترانزيت أربعة مسافرين من ناميبيا وأنغولا بين 20 و27 عاماً، تذاكرهم إلى بانكوك ذهاب فقط ومرسلة من "
            "البريد {courier}. قالوا إنهم فنانو صوت. الرقم الذي طُلب منهم الاتصال به عند الوصول {coach:zz}. عاد اثنان منهم "
            "طوعاً، وتابع اثنان السفر."
        ),
        selectors=dict(courier=courier, coach=coach),
        marks={"W2.01": "تذاكرهم إلى بانكوك ذهاب فقط"},
        handling=shared_with("na", "th", "centre", purposes=LURE, grade="A2"),
    )
