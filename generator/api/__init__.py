"""What the static API says of papers, days and topics: plain values, made JSON by `outputs/`."""

#: The form of every document; another number means that programs have to be changed.
VERSION = 1
