"""witgen: from a resolved WIT interface to C, for the host and for guests.

    reader, model          the WIT, as objects
    layout, names          sizes and flat forms; names in C
    types, methods         the host's types and prototypes, and resources: their descriptors
    lifting, lowering      code for values; body: how statements become functions
    recording              notes of what passes, in builds that are told to
    trampolines            a function an import; imports_table: all of them, and which are missing
    guest, guest_types     the guest's imports.h
    output, __main__       files; the command

Types, prototypes, descriptors and the guest's header are the newest version's; trampolines and an import
table are each version's own.
"""
