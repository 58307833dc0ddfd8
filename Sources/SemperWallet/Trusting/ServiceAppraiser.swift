import SemperArchive
import SemperCertification
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperModel
import SemperPreferences
import SemperTerms

/// Finds out, for the terms of an offer, what evaluators say whom the wallet's owner trusts, and asks the owner's policy. What cannot be
/// found, or does not hold, leaves the terms unevaluated with the reason: nothing counts by default.
struct ServiceAppraiser: Sendable {
  let records: any Records
  let transport: any Transport
  let policy: ServicePolicy

  func appraise(
    _ found: FoundOffer, _ accepted: AcceptedTerms?, at now: Timestamp
  ) async throws -> ServiceAppraisal {
    let trust = try await WalletTrust(records: records).evaluators()
    let evidence = try await evidence(of: found, trust, at: now)
    let verdict = try await EvaluationJudge(policy: trust.policy, records: records).verdict(
      on: found.terms.digest, evaluations: evidence.evaluations, statuses: evidence.statuses, at: now)
    let standing = Self.standing(verdict, trust, isAccepted: accepted?.digest == found.terms.digest)
    let sight = ServiceSight(found.terms.content)
    let before = try await ServiceRecords(records: records).earlier(than: found.terms)
    let passed =
      evidence.unread.sorted { $0.key < $1.key }.map { PassedEvaluation($0.key, why: $0.value) }
      + verdict.discounted.map { PassedEvaluation($0.digest.description, why: $0.refusal) }
    let (answer, reason) = answer(to: found, standing, verdict, sight, risking: accepted?.risk, after: before)
    let whys = standing == .unevaluated ? ([evidence.problem].compactMap(\.self) + passed.map(\.why)) : []
    return ServiceAppraisal(
      service: found.terms.digest, source: evidence.source, standing: Self.word(standing), answer: answer,
      reason: reason + (whys.isEmpty ? "" : " (\(whys.map(\.detail).joined(separator: "; ")))"),
      says: verdict.counted.map { AppraisedEvaluation($0, by: trust.name(of: $0.evaluator)) }, quorum: trust.quorum,
      passed: passed, problem: evidence.problem, exposure: sight.exposure, before: before)
  }

  // MARK: Evidence

  private struct Evidence {
    var source = ServiceAppraisal.Source.nowhere
    var evaluations = [SignedStatement]()
    var statuses = [SignedStatement]()
    var unread = [String: Refusal]()
    var problem: Refusal?
  }

  /// What the pinned directory has, or had when it was last seen. A directory that shows something older or broken is believed nothing.
  private func evidence(
    of found: FoundOffer, _ trust: EvaluatorTrust, at now: Timestamp
  ) async throws -> Evidence {
    guard let client = try await WalletTrust(records: records).client(over: transport) else {
      // Nobody's word counts, so there is nothing to ask for.
      return trust.lines.isEmpty ? Evidence() : try await brought(by: found, at: now)
    }
    var evidence = Evidence()
    do {
      let service = found.terms.digest
      let downloaded: DownloadedService?
      do {
        downloaded = try await client.service(service, at: now)
        evidence.source = .directory
      } catch let error where Self.isSilence(error) {
        downloaded = try await client.kept.service(service, at: now)
        evidence.source = .copy
      }
      guard let downloaded else {
        throw Refusal(
          .notFound, blame: .peer, "the directory does not have these terms; ask the seller to publish them there")
      }
      try Self.check(downloaded.package, of: found, at: now)
      evidence.evaluations = downloaded.evaluations
      evidence.statuses = downloaded.statuses
      evidence.unread = downloaded.unread
    } catch let refusal as Refusal {
      evidence.problem = refusal
    } catch let error as TransportError {
      evidence.problem = Refusal(.malformed, blame: .provider, error.message)
    }
    return evidence
  }

  /// What the shop itself shows, for an owner who looks in no directory: evaluators sign what they say, and their status lists say until when.
  private func brought(by found: FoundOffer, at now: Timestamp) async throws -> Evidence {
    var evidence = Evidence()
    do {
      guard let shown = try await shown(with: found) else { return evidence }
      try Self.check(shown.package, of: found, at: now)
      (evidence.source, evidence.evaluations, evidence.statuses) = (.shop, shown.evaluations, shown.statuses)
    } catch let refusal as Refusal {
      evidence.problem = refusal
    } catch let error as TransportError {
      evidence.problem = Refusal(.unavailable, blame: .environment, error.message)
    }
    return evidence
  }

  /// What came with an offer in a file, for which nobody is asked; else what the shop answers.
  private func shown(with found: FoundOffer) async throws -> ServiceEvidence? {
    guard !found.isFromFile else { return found.evidence }
    return try await ShopClient(transport: transport, address: found.offer.content.shop)
      .evidence(of: found.terms.digest)
  }

  private static func check(_ package: UnverifiedPackage, of found: FoundOffer, at now: Timestamp) throws(Refusal) {
    _ = try VerifiedPackage(
      verifying: package,
      by: PackagePolicy(
        service: found.terms.digest, sellers: KeySet([found.offer.content.seller]), time: now))
  }

  /// Whether the directory did not answer, which tells nothing about it. What it answered and should not have, is another thing.
  private static func isSilence(_ error: any Error) -> Bool {
    switch error {
    case let error as TransportError: error.code != .malformed
    case let refusal as Refusal: [.unavailable, .overloaded].contains(refusal.code) && refusal.blame != .us
    default: false
    }
  }

  // MARK: Policy

  /// What the owner has read counts like what was evaluated, but not against an evaluator of its own who finds it unfair.
  private static func standing(
    _ verdict: EvaluationVerdict, _ trust: EvaluatorTrust, isAccepted: Bool
  ) -> ServiceStanding {
    var standing = ServiceStanding(verdict)
    // By the name that its owner knows.
    if case .evaluated(let grade, _) = standing,
      let worst = verdict.counted.first(where: { $0.evaluation.grade == grade })
    {
      standing = .evaluated(grade, by: trust.name(of: worst.evaluator))
    }
    if case .evaluated(.unfair, _) = standing { return standing }
    return isAccepted ? .accepted : standing
  }

  private static func word(_ standing: ServiceStanding) -> ServiceAppraisal.Standing {
    switch standing {
    case .unevaluated: .unevaluated
    case .accepted: .accepted
    case .evaluated: .evaluated
    }
  }

  private func answer(
    to found: FoundOffer, _ standing: ServiceStanding, _ verdict: EvaluationVerdict, _ sight: ServiceSight,
    risking risk: Money?, after before: EarlierService?
  ) -> (ServiceAppraisal.Answer, String) {
    let (terms, price) = (found.terms.content, found.offer.content.price)
    let policy = ServicePolicy(
      unevaluatedAtMost: policy.unevaluatedAtMost, exposureAtMost: risk ?? policy.exposureAtMost)
    func asked(_ standing: ServiceStanding) -> Permission {
      policy.verdict(on: terms, price: price, standing: standing, seen: sight)
    }
    switch (asked(standing), standing) {
    case (.deny(let reason), .evaluated): return (.deny, reason)
    case (.deny(let reason), .accepted): return (.deny, reason)
    case (.deny(let reason), .unevaluated):
      if case .deny = asked(.accepted) { return (.deny, reason) }
      return (.deny, reason + Self.way(found.terms.digest))
    // Worse than its owner takes from evaluators, though not unfair.
    case (_, .evaluated(let grade, let evaluator)) where grade < verdict.policy.worst:
      let reason = "\(evaluator) has found these terms “\(grade.rawValue)”, which is worse than you accept"
      return (.deny, reason + Self.way(found.terms.digest))
    case (.allow(let reason), .accepted): return (.allow, reason)
    case (.allow(let reason), _):
      guard before?.isWorse == true else { return (.allow, reason) }
      return (.ask, "these terms are worse for you than those of your last deal with this seller")
    case (.ask, .evaluated(_, let evaluator)):
      return (.ask, "\(evaluator) has found these terms fair for who heeds the remarks")
    case (.ask, _): return (.ask, "nobody whom this wallet trusts has evaluated these terms, and they can do no harm")
    }
  }

  private static func way(_ service: Digest) -> String {
    "; to take part all the same, read the terms and give --accept-terms \(service)"
  }
}
