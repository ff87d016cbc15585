"""The commonest words that one language has and the others haven't, where their spelling alone doesn't tell."""

_BELARUSIAN = """
або ад але альбо бо быў ва гэта гэтага гэтае гэтай гэтаму гэтую гэты гэтыя дзе дык з каб каго каля каму кожны ля
мажліва могуць можа мяне няма па паводле пад падчас пакуль пасля перад побач пра праз разам са свае свайго сваю сваё
таго тады таксама таму тое толькі трэба тую тым тыя ужо усе усё хоць хто хутка цяпер чаму чым шмат што яго яе якая
якога якое якую якім яму яна яно яны яшчэ
"""
_RUSSIAN = """
больше будет был были в вместе во вот все всегда всего всем всех всё где даже до его ее ей ему если еще ещё её здесь
из или их как какой кем ко когда кого которая которого которое которой которые который которых кто лет много могут
может надо него нее нет неё но нужно об однако около он она они оно от очень перед по под после потом потому почти при
про против со стал того тоже только тому уже чего чем через что чтобы эта эти этих это этого этой этом этот эту
"""
_ENGLISH = """
a about after all also an and any are as at be because been but by can could do for from had has have he her his how if
in into is it its more most must no not of on one only or our out over she should so than that the their them then there
they this to up was we were what when which who will with would you your
"""

BELARUSIAN = frozenset(_BELARUSIAN.split())
RUSSIAN = frozenset(_RUSSIAN.split())
ENGLISH = frozenset(_ENGLISH.split())
