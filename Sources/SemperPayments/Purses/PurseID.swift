public import SemperModel

/// One installed means of payment.
public enum Purse {}

/// Names a purse to its own manager; it never leaves it.
public typealias PurseID = ID<Purse>
