"""Clean sentences in three languages that say the same numbers, dates, sums and names."""

from newsletter.languages import Language

TRIPLES: list[tuple[str, str, str]] = [
    (
        "On May 5, 2024, the plant received a loan of $2.5 billion.",
        "5 мая 2024 г. завод атрымаў пазыку ў памеры 2,5 млрд долараў.",
        "5 мая 2024 г. завод получил заем в размере 2,5 млрд долларов.",
    ),
    (
        "Wages rose by 3.5 percent in a year, to 1,950 rubles.",
        "За год заробкі выраслі на 3,5 % — да 1950 рублёў.",
        "За год зарплаты выросли на 3,5 % — до 1950 рублей.",
    ),
    (
        "Three of the six regions have new governors.",
        "Тры вобласці з шасці маюць новых губернатараў.",
        "В трех областях из шести новые губернаторы.",
    ),
    (
        "The queue at the crossing fell from 1,200 to 300 cars by 5 p.m.",
        "Да 17:00 чарга на пераходзе скарацілася з 1200 да 300 машын.",
        "К 17:00 очередь на переходе сократилась с 1200 до 300 машин.",
    ),
    (
        "In the 1990s every third village had a school.",
        "У 1990-я гады школа была ў кожнай трэцяй вёсцы.",
        "В 1990-е годы школа была в каждой третьей деревне.",
    ),
    (
        "Exports doubled between March and October and reached 12 million tonnes.",
        "З сакавіка па кастрычнік экспарт вырас удвая і дасягнуў 12 мільёнаў тон.",
        "С марта по октябрь экспорт вырос вдвое и достиг 12 миллионов тонн.",
    ),
    (
        "The bridge was built in the 19th century and closed on November 14.",
        "Мост пабудавалі ў XIX стагоддзі, а закрылі 14 лістапада.",
        "Мост построили в XIX веке, а закрыли 14 ноября.",
    ),
    (
        "Half a million people live in the two towns.",
        "У двух гарадах жыве паўмільёна чалавек.",
        "В двух городах живут полмиллиона человек.",
    ),
    (
        "The fund holds €15,000 and about 40,000 zlotys.",
        "У фондзе 15 тысяч еўра і каля 40 000 злотых.",
        "В фонде 15 тысяч евро и около 40 000 злотых.",
    ),
    (
        "A twelve-year-old won 3rd place, as the club said at https://example.org/cup.",
        "Дванаццацігадовы хлопец заняў 3-е месца, паведаміў клуб на https://example.org/cup.",
        "Двенадцатилетний мальчик занял 3-е место, сообщил клуб на https://example.org/cup.",
    ),
    (
        "In the second quarter of 2023 the debt grew by 20–25%.",
        "У II квартале 2023 г. доўг вырас на 20–25 %.",
        "Во II квартале 2023 г. долг вырос на 20–25 %.",
    ),
    (
        "Between 2 and 3 million tourists came in 2018–2019.",
        "У 2018–2019 гадах прыехала 2–3 млн турыстаў.",
        "В 2018–2019 годах приехали 2–3 млн туристов.",
    ),
    (
        "Article 130 of the code was applied 57 times.",
        "Артыкул 130 кодэкса ўжылі 57 разоў.",
        "Статью 130 кодекса применили 57 раз.",
    ),
    (
        "Twenty-five conscripts were sent home in early July.",
        "На пачатку ліпеня дадому адправілі дваццаць пяць прызыўнікоў.",
        "В начале июля домой отправили двадцать пять призывников.",
    ),
    (
        "The refinery needs 1.5 million tonnes of oil, the ministry says.",
        "Заводу патрэбна паўтара мільёна тон нафты, кажа міністэрства.",
        "Заводу нужно полтора миллиона тонн нефти, говорит министерство.",
    ),
    (
        "The visa costs 35 euros instead of 80.",
        "Віза каштуе 35 еўра замест 80.",
        "Виза стоит 35 евро вместо 80.",
    ),
    (
        "Two hundred and fifty workers left; the other 90 may follow.",
        "Звольніліся дзвесце пяцьдзясят рабочых, за імі могуць пайсці яшчэ 90.",
        "Уволились двести пятьдесят рабочих, за ними могут последовать еще 90.",
    ),
    (
        "The decree of 07.02.2024 names 11 goods.",
        "У дэкрэце ад 7 лютага 2024 г. названа 11 тавараў.",
        "В декрете от 7 февраля 2024 г. названо 11 товаров.",
    ),
    (
        "The loan is 90% paid; the remaining 10% is due by the end of 2026.",
        "Пазыка выплачана на 90 працэнтаў, астатнія 10 працэнтаў трэба вярнуць да канца 2026 г.",
        "Заем выплачен на 90 процентов, остальные 10 процентов надо вернуть до конца 2026 г.",
    ),
    (
        "Trains leave at 6:40 a.m. and 9:15 p.m.",
        "Цягнікі адыходзяць у 6.40 і 21.15.",
        "Поезда отходят в 6.40 и 21.15.",
    ),
    (
        "Nine candidates paid BYN 1,000 each.",
        "Дзевяць кандыдатаў заплацілі па 1000 беларускіх рублёў.",
        "Девять кандидатов заплатили по 1000 белорусских рублей.",
    ),
    (
        "Both sides met twice in September and may meet again.",
        "У верасні абодва бакі сустракаліся двойчы і могуць сустрэцца зноў.",
        "В сентябре стороны встречались дважды и могут встретиться снова.",
    ),
    (
        "The channel @border_news has 72,300 readers.",
        "У канала @border_news 72,3 тыс. чытачоў.",
        "У канала @border_news 72,3 тыс. читателей.",
    ),
    (
        "The new S-300 unit has 8 launchers and five lorries.",
        "Новы дывізіён С-300 мае 8 установак і пяць грузавікоў.",
        "У нового дивизиона С-300 8 установок и пять грузовиков.",
    ),
]


def _directed() -> list[tuple[str, Language, str, Language]]:
    return [
        (triple[one], source, triple[other], target)
        for triple in TRIPLES
        for one, source in enumerate(Language)
        for other, target in enumerate(Language)
        if one != other
    ]


PAIRS = _directed()
"""Each sentence and its translation, in all six directions."""
