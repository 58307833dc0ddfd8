public import SemperCoding
public import SemperModel

/// One statement of a dossier, and whether it holds: signed by whom it has to be, in its place, and following from what comes before.
public struct DossierFinding: Hashable, Sendable {
  public enum Part: String, Sendable, CaseIterable, CanonicalValue {
    case claim, answer, ruling, appeal, final, enforcement
  }

  public let part: Part
  public let digest: Digest
  /// By its signer's clock.
  public let time: Timestamp?
  public let fault: Refusal?

  public var holds: Bool { fault == nil }

  var json: JSON {
    .fields([
      "digest": digest.json, "fault": fault?.json, "holds": holds.json, "part": part.json, "time": time?.json,
    ])
  }
}
