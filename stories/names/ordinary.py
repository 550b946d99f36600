"""Ordinary English words that are people's names, too."""

ORDINARY = frozenset(
    "abbey amber angel april archer art ash august aurora autumn barb basil beau "
    "bill blossom blue brook candy carol cat charity chase cherry christian clay "
    "cliff coral crystal daisy dawn dean destiny dot drew duke earl ebony eden "
    "faith fern flora forest frank gene ginger glen glory gold grace grant guy "
    "harmony hazel heath heather holly honey hope hunter iris ivory ivy jack jade "
    "jasmine jean jewel job joy june junior justice king lance laurel leaf lee "
    "liberty lily lord love lucky marina mark marsh martin mason may melody mercury "
    "mercy merit mike miles mint misty nick noble nova olive opal page pansy parker "
    "patience patty pearl peg penny pet pierce piper poppy prince princess prosper "
    "prudence queen ray reed rich river rob robin rocky rod rose ruby rusty sage "
    "sandy savannah skip sky sonny star stone storm sue summer sunny sunshine "
    "temple terry trinity tucker victory viola violet virginia ward wendy will "
    "willow wisdom wolf woody young ".split()
)
