public import SemperCoding
public import SemperModel

/// What a bundle of an exchange says: every link with its fault, if it has one, and what the links that hold prove.
public struct ExchangeReport: Hashable, Sendable {
  /// One statement, or the agreement itself.
  public struct Link: Hashable, Sendable {
    public let name: String
    public let says: String
    public let fault: Refusal?
  }

  /// What is proved, and of which item or whom.
  public struct Conclusion: Hashable, Sendable {
    public let proven: Proven
    /// For whom: who receives the item, or who is wronged.
    public let beneficiary: ExchangeRole
    public let path: String?
  }

  public enum Proven: String, Sendable, CanonicalValue {
    /// The peer has committed to give the item.
    case promised
    /// The peer has opened all it committed to, or the arbiter has in its place.
    case opened
    /// The peer's statement or credential counts.
    case counts
    case paid
    case refunded
    case credentialInvalid = "credential-invalid"
    /// The exchange never goes through.
    case aborted
    /// Both have settled it without the arbiter.
    case settled
    case peerConvicted = "peer-convicted"
    case arbiterConvicted = "arbiter-convicted"
    case ledgerConvicted = "ledger-convicted"
  }

  public let exchange: Digest
  public let level: FairnessLevel
  public let mode: OpeningMode
  public let links: [Link]
  /// Nothing where a link does not hold.
  public let proves: [Conclusion]
  /// What became of each item, in the order of the terms, where both have settled and every link holds.
  public let settlement: SettlementPlan?

  public var ok: Bool { links.allSatisfy { $0.fault == nil } }

  public func proves(_ proven: Proven, for role: ExchangeRole, _ path: String? = nil) -> Bool {
    proves.contains { $0.proven == proven && $0.beneficiary == role && (path == nil || $0.path == path) }
  }

  public var json: JSON {
    .fields([
      "exchange": exchange.json, "level": level.json,
      "links": .array(
        links.map { link in
          .fields([
            "fault": link.fault?.json, "name": link.name.json, "ok": (link.fault == nil).json, "says": link.says.json,
          ])
        }), "mode": mode.json, "ok": ok.json,
      "proves": .array(
        proves.map { found in
          .fields(["for": found.beneficiary.json, "path": found.path?.json, "what": found.proven.json])
        }), "settlement": settlement?.json,
    ])
  }
}
