public import SemperCoding

/// How the originator opens.
public enum OpeningMode: String, Sendable, CaseIterable, CanonicalValue {
  /// It opens to the responder, and nobody else is needed when all goes well.
  case direct
  /// It has the arbiter resolve instead, who checks the responder's data before anything of the originator's goes out.
  case viaArbiter = "via-arbiter"
}
