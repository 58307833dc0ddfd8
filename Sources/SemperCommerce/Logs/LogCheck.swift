import SemperCryptography
import SemperExchange
import SemperModel
import SemperPayments

/// The check of an exported log: a pure function that reads no clock and asks nobody.
///
/// It holds every entry to the arbiter's signature, to its number and chain value, to the root in the checkpoint and to
/// what witnesses have seen; and it holds the decisions to the one rule that makes an arbiter one: a final decision on an
/// exchange is its last.
public enum LogCheck {
  /// - Parameter trust: whom to believe about who the arbiter is; without it the report is not anchored.
  public static func report(on export: LogExport, trust: TrustList?) -> LogReport {
    var report = LogReport()
    do throws(Refusal) {
      let role = try VerifiedStatement<RoleDescription>(verifying: export.role, keys: KeySet())
      report.organisation = role.content.organisation.text
      guard role.content.role == .arbiter else {
        throw Refusal(.untrusted, blame: .peer, "the log is of a \(role.content.role.rawValue), not of an arbiter")
      }
      if let trust {
        _ = try RoleVerifier(roots: trust.certificates)
          .verify(export.role, role: .arbiter, at: role.content.issued)
        report.isAnchored = true
      }
      let key = role.content.key
      let checkpoint = try VerifiedStatement<Checkpoint>(verifying: export.checkpoint, keys: KeySet([key])).content
      report.asOf = checkpoint.issued
      report.size = checkpoint.head.size
      try read(export, key, checkpoint, &report)
    } catch {
      report.faults.append(error.detail)
    }
    return report
  }

  private static func read(
    _ export: LogExport, _ key: PublicKey, _ checkpoint: Checkpoint, _ report: inout LogReport
  ) throws(Refusal) {
    var seen: [Int: [(witness: Thumbprint, head: LogHead)]] = [:]
    for witnessed in export.witnessed {
      let (_, cosignature) = try witnessed.verified(log: key)
      seen[cosignature.head.size, default: []].append((cosignature.witness.thumbprint, cosignature.head))
    }
    var log = LogAccumulator()
    var latest: Timestamp?
    var final: Set<Digest> = []
    for statement in export.entries {
      let entry = try VerifiedLogEntry(statement, by: key)
      guard entry.number == log.size, entry.previous == log.chain else {
        throw Refusal(.proofInvalid, blame: .peer, "entry \(log.size) has another number or follows another entry")
      }
      if let latest, entry.issued < latest {
        report.faults.append("entry \(entry.number) is dated before the one before it")
      }
      latest = entry.issued
      if let decision = entry.decision {
        report.verdicts[decision.verdict.rawValue, default: 0] += 1
        if final.contains(decision.exchange) {
          report.faults.append("entry \(entry.number) decides on \(decision.exchange), which was decided for ever")
        }
        if decision.verdict.isFinal { final.insert(decision.exchange) }
      }
      log.append(statement)
      for (witness, head) in seen.removeValue(forKey: log.size) ?? [] {
        if log.head == head {
          report.witnesses[witness] = max(report.witnesses[witness] ?? 0, head.size)
        } else {
          report.faults.append("the witness \(witness) has seen another log of \(head.size) entries")
        }
      }
    }
    guard log.head == checkpoint.head else {
      throw Refusal(.proofInvalid, blame: .peer, "the entries do not lead to the root of the checkpoint")
    }
    for size in seen.keys.sorted() { report.faults.append("a witness has seen \(size) entries, more than there are") }
  }
}
