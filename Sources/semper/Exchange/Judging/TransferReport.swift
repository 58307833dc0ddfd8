import SemperCoding
import SemperCommerce
import SemperCryptography
import SemperExchange
import SemperModel
import SemperServers
import SemperTrustedUI

/// What one side's bundle of a transfer proves: the judge's verdict on its statements, and whether what the letter holds is
/// given as it was offered, at banks that a trusted authority has certified.
struct TransferReport: Sendable {
  let bundle: TransferBundle
  let verdict: TransferVerdict
  /// What the letter holds, where that can be shown and counts.
  let contents: TransferContents?
  /// What does not hold, for people.
  private(set) var faults: [String]

  init(_ bundle: TransferBundle, trust: TrustList, at time: Timestamp? = nil) {
    self.bundle = bundle
    let trusted = ExchangeTrust(roles: bundle.roles, trust: trust, at: time)
    verdict = TransferJudge.judge(bundle, trusted: trusted.agents)
    faults = verdict.faults.map { "\($0.statement): \($0.refusal.detail)" }
    do throws(Refusal) {
      contents = try Self.contents(verdict, bundle.manifest, trusted)
    } catch {
      contents = nil
      faults.append(error.detail)
    }
  }

  var ok: Bool { faults.isEmpty && !verdict.conclusions.isEmpty }
  var sender: Thumbprint { bundle.manifest.sender.thumbprint }
  var provesOrigin: Bool { verdict.proves(.originated(by: sender)) }

  /// The token by which the sender can show where its letter is, the strongest one.
  func token(for recipient: Thumbprint) -> (kind: NonRepudiationToken.Kind, statement: Digest)? {
    let tokens = bundle.statements.compactMap { NonRepudiationToken(of: $0) }
    for kind in [NonRepudiationToken.Kind.delivery, .transport, .submission] {
      let isProven = verdict.conclusions.contains { conclusion in
        switch (kind, conclusion) {
        case (.delivery, .received(recipient)), (.transport, .transported(recipient, _)),
          (.submission, .submitted(recipient, _)):
          true
        case (_, .originated), (_, .received), (_, .transported), (_, .submitted), (_, .content), (_, .contradicted):
          false
        }
      }
      if isProven, let token = tokens.first(where: { $0.kind == kind }) { return (kind, token.statement) }
    }
    return nil
  }

  private static func contents(
    _ verdict: TransferVerdict, _ manifest: TransferManifest, _ trusted: ExchangeTrust
  ) throws(Refusal) -> TransferContents? {
    for case .content(let package) in verdict.conclusions {
      let contents = try TransferContents(of: package)
      guard contents.offer.sender == manifest.sender,
        Set(manifest.recipients).isSubset(of: contents.offer.recipients)
      else {
        throw Refusal(.notAsOffered, blame: .undetermined, "the letter holds an offer between others")
      }
      try contents.check(account: nil)
      for case .lock(_, _, let ledger) in contents.offer.items.map(\.description)
      where !trusted.ledgers.contains(ledger) {
        throw Refusal(.untrusted, blame: .undetermined, "the bank \(ledger) is not certified by a trusted authority")
      }
      return contents
    }
    return nil
  }

  private func conclusions(_ texts: Texts) -> [(name: String, says: String)] {
    verdict.conclusions.map { conclusion in
      switch conclusion {
      case .originated(let sender): ("originated", texts(EvidenceText.reportOriginated, ["sender": "\(sender)"]))
      case .received(let recipient): ("received", texts(EvidenceText.reportReceived, ["recipient": "\(recipient)"]))
      case .submitted(let recipient, let agent):
        (
          "submitted",
          texts(EvidenceText.reportSubmitted, ["agent": "\(agent)", "recipient": "\(recipient)"])
        )
      case .transported(let recipient, let agent):
        (
          "transported",
          texts(EvidenceText.reportTransported, ["agent": "\(agent)", "recipient": "\(recipient)"])
        )
      case .content(let package):
        ("content", texts(EvidenceText.reportContent, ["bytes": String(package.bytes.count)]))
      case .contradicted(let sender):
        ("contradicted", texts(EvidenceText.reportContradicted, ["sender": "\(sender)"]))
      }
    }
  }

  var json: JSON {
    .fields([
      "faults": .array(faults.map(\.json)), "ok": ok.json,
      "proves": .array(
        conclusions(CommandTexts.of(.english)).map { .fields(["proven": $0.name.json, "says": $0.says.json]) }),
      "transfer": bundle.manifest.digest.json,
    ])
  }

  /// The report for people.
  func lines(in texts: Texts) -> [String] {
    var lines = [texts(EvidenceText.reportTransfer, ["transfer": "\(bundle.manifest.digest)"])]
    guard ok else {
      let faults = faults.isEmpty ? [texts(EvidenceText.reportUnsigned)] : faults
      return lines + [texts(EvidenceText.evidenceFails)] + faults.map { "  \($0)" }
        + ["", texts(EvidenceText.evidenceFailsNext)]
    }
    lines.append(texts(EvidenceText.evidenceHolds))
    lines += conclusions(texts).map { "  \($0.says)" }
    lines += (contents?.offer.items ?? []).map { item in
      let held = ExchangeResult.Holding(item).words(texts)
      return "  " + texts(EvidenceText.reportHolds, ["item": held, "path": item.path])
    }
    return lines
  }
}
