"""The commonest words that one language has and the others haven't, where their spelling alone doesn't tell."""

_BELARUSIAN = """
ад або але альбо бо быў ва гэта гэтага гэтай гэтае гэтаму гэтую гэты гэтыя дык дзе з каб каго каля каму кожны ля
мажліва можа могуць мяне няма па пад падчас паводле пакуль пасля перад побач пра праз разам са сваё свае свайго
сваю таго тады таксама таму тое толькі трэба тую тыя тым ужо усе усё хто хоць хутка цяпер чаму чым шмат што яго яе якая
якога якое якую якім яму яна яно яны яшчэ
"""
_RUSSIAN = """
больше будет был были во вместе вот все всё всего всегда всем всех где даже до его ее её ей ему если еще ещё здесь из
или их как какой кем ко когда кого кто который которая которого которое которой которые которых лет много могут может
надо него нее неё нет но нужно об однако около он она они оно от очень перед по под после потому почти при про против
со стал того тоже только тому уже чего чем через что чтобы эта эти этих это этого этой этом этот эту
"""
_ENGLISH = """
a about after all also an and any are as at be because been but by can could do for from had has have he her his how if
in into is it its more most must no not of on one only or our out over she should so than that the their them then there
they this to up was we were what when which who will with would you your
"""

BELARUSIAN = frozenset(_BELARUSIAN.split())
RUSSIAN = frozenset(_RUSSIAN.split())
ENGLISH = frozenset(_ENGLISH.split())
