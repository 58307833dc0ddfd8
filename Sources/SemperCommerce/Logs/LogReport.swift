public import SemperCoding
public import SemperModel

/// What the check of an exported log has found.
public struct LogReport: Hashable, Sendable {
  /// What does not hold, in words; empty when everything does.
  public internal(set) var faults: [String] = []
  /// Who the arbiter says it is, and whether a trusted authority says so too.
  public internal(set) var organisation = ""
  public internal(set) var isAnchored = false
  public internal(set) var size = 0
  /// Decisions by verdict.
  public internal(set) var verdicts: [String: Int] = [:]
  public internal(set) var asOf: Timestamp?
  /// How much of the log each witness has seen, by its key.
  public internal(set) var witnesses: [Thumbprint: Int] = [:]

  public var ok: Bool { faults.isEmpty }

  public var json: JSON {
    let verdicts = JSON.object(JSONObject(verdicts.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) }))
    let witnesses = witnesses.sorted { $0.key < $1.key }.map { witness, size in
      JSON.fields(["size": size.json, "witness": witness.json])
    }
    return .fields([
      "anchored": isAnchored.json, "asOf": asOf?.json, "decisions": verdicts, "faults": faults.json, "ok": ok.json,
      "organisation": organisation.json, "size": size.json, "witnesses": .array(witnesses),
    ])
  }
}
