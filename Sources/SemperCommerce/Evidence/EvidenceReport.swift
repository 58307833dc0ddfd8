public import SemperCoding
public import SemperModel

/// A judge's answer on one bundle: every link with its fault if it has one, what the whole proves, and on whose word.
///
/// A bundle with one bad link proves nothing, so `proves` is then empty.
public struct EvidenceReport: Hashable, Sendable, CanonicalValue {
  public let deal: ID<Deal>?
  public let links: [EvidenceLink]
  public let proves: [EvidenceConclusion]
  public let anchors: [EvidenceAnchor]
  /// Whether every link holds.
  public var ok: Bool { !links.isEmpty && links.allSatisfy(\.holds) }

  init(
    deal: ID<Deal>?, links: [EvidenceLink], proves: [EvidenceConclusion] = [], anchors: [EvidenceAnchor] = []
  ) {
    self.deal = deal
    self.links = links
    self.anchors = anchors
    self.proves = !links.isEmpty && links.allSatisfy(\.holds) ? proves : []
  }

  /// The links that do not hold.
  public var faults: [EvidenceLink] { links.filter { !$0.holds } }

  public func proves(_ proven: EvidenceConclusion.Proven) -> Bool { proves.contains { $0.proven == proven } }

  public var json: JSON {
    .fields([
      "anchors": anchors.json, "deal": deal?.json, "links": links.json, "ok": ok.json, "proves": proves.json,
    ])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    anchors = try fields.value("anchors")
    deal = try fields.optional("deal")
    links = try fields.value("links")
    let stated: Bool = try fields.value("ok")
    proves = try fields.value("proves")
    try fields.close()
    guard stated == ok, ok || proves.isEmpty else {
      throw CodingError(.outOfRange, "a report is good when every link holds, and proves nothing otherwise")
    }
  }
}
