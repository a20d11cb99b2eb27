"""The standing cast, by first name: who tests act as. They are the people of Exercise Moei."""

from entraide.exercise.cast import ORGANISATIONS, PEOPLE

ORGANISATION_KEYS = {seat.key: seat for seat in ORGANISATIONS}
MEMBER_KEYS = {person.key: person.email for person in PEOPLE}
