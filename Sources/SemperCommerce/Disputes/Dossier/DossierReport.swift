public import SemperCoding
import SemperCryptography
public import SemperModel

/// What a dossier comes to, by the word of the authorities alone: every statement in it with its fault if it has one, and, where all hold,
/// what was ruled and what the bank has moved.
public struct DossierReport: Hashable, Sendable {
  public let claim: Digest
  public let findings: [DossierFinding]
  /// By the ruling that counts.
  public let remedy: Remedy?
  public let isFinal: Bool
  public let moved: Money?

  public var ok: Bool { !findings.isEmpty && findings.allSatisfy(\.holds) }
  public var faults: [DossierFinding] { findings.filter { !$0.holds } }

  init(claim: Digest, findings: [DossierFinding], of dispute: DisputeCase?) {
    self.claim = claim
    self.findings = findings
    let holds = !findings.isEmpty && findings.allSatisfy(\.holds)
    remedy = holds ? (dispute?.finalContent ?? dispute?.rulingContent)?.remedy : nil
    isFinal = holds && dispute?.final != nil
    moved = holds ? dispute?.enforcement?.journalled(as: Enforcement.self).paid : nil
  }

  public var json: JSON {
    .fields([
      "claim": claim.json, "final": isFinal.json, "findings": .array(findings.map(\.json)), "moved": moved?.json,
      "ok": ok.json, "remedy": remedy?.json,
    ])
  }
}
