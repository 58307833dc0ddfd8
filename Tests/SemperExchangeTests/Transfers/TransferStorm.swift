import SemperArchive
import SemperCoding
import SemperCryptography
import SemperExchange
import SemperModel
import SemperTesting

/// A random transfer: any form, to one to three recipients that keep silent, refuse or sign for something else, over a network that
/// loses and repeats, with clocks that leap and a process that dies at one of its durable writes. Everything follows from the seed.
struct TransferStorm {
  /// Who gets no answer asks again every few seconds, so that a longer life would show no more.
  private static let (patience, life) = (Span(seconds: 60), Span(seconds: 600))
  private static let leap = 400

  private let form: TransferForm
  private let parcel: Parcel
  private let trouble: TransferWorld.Trouble
  private let dying: (party: String, point: CrashPoint)

  init(seed: UInt64) throws {
    var numbers = SeededNumbers(seed &+ 4_000_000)
    func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &numbers) }
    form = TransferForm.all[number(0...TransferForm.all.count - 1)]
    var options = form.options
    (options.patience, options.life) = (Self.patience, Self.life)
    let recipients = number(1...3)
    parcel = try Parcel(
      recipients: recipients, options: options, withAgent: form.hasAgent, seed: seed,
      text: String(repeating: "a", count: [1, 300, 70_000][number(0...2)]))
    var trouble = TransferWorld.Trouble(name: "random")
    for recipient in 0..<recipients {
      switch number(0...7) {
      case 0: trouble.silent.insert(recipient)
      case 1: trouble.unwilling.insert(recipient)
      case 2: trouble.forger = recipient
      default: continue
      }
    }
    trouble.lostLetters = [0, 0, number(1...6)][number(0...2)]
    trouble.lostReplies = [0, 0, number(1...6), .max][number(0...3)]
    trouble.doubles = number(0...3) == 0
    for place in TransferWorld.Place.allCases where number(0...2) == 0 {
      trouble.leaps.append((place, Int64(number(1...600)), Int64(number(-Self.leap...Self.leap))))
    }
    self.trouble = trouble
    let parties = ["sender"] + (0..<recipients).map { "recipient-\($0)" } + (form.hasAgent ? ["agent"] : [])
    dying = (
      parties[number(0...parties.count - 1)], CrashPoint(write: number(1...6), [.before, .after][number(0...1)])
    )
  }

  /// What the storm was, for who reads of a failure.
  var description: String { "transfer \(form.words), \(trouble), \(dying.party) dies \(dying.point)" }

  /// What is wrong when all is over; `nil` when nothing is.
  func blow() async throws -> String? {
    let end = try await TransferWorld.law(parcel, trouble) { _ in nil }.crashed(dying.party, at: dying.point).end
    guard let manifest = end.manifest else { return "the sender has no manifest" }
    for (number, outcome) in end.outcomes.enumerated() {
      if let wrong = wrong(number, outcome, manifest, kept: end.kept[number]) { return wrong }
    }
    return try wrongEvidence(end, manifest)
  }

  /// What the sender believes of a recipient is so.
  private func wrong(
    _ number: Int, _ outcome: TransferOutcome?, _ manifest: TransferManifest, kept: Set<Digest>
  ) -> String? {
    if kept.count > 1 { return "recipient \(number) kept two packages" }
    let hasIt = kept == [manifest.digest]
    switch outcome {
    case nil: return "recipient \(number) has no outcome"
    case .received(let receipt):
      let holds = (try? TransferVerifier.receipt(receipt, for: manifest, from: manifest.recipients[number])) != nil
      return hasIt && holds ? nil : "the receipt of recipient \(number) does not hold"
    case .acknowledged, .transported: return hasIt ? nil : "recipient \(number) has not what the sender believes it has"
    case .refused: return kept.isEmpty ? nil : "recipient \(number) keeps what it has refused"
    case .submitted, .silent, .givenUp: return nil
    }
  }

  /// Evidence of all holds, and shows nothing that is not so.
  private func wrongEvidence(_ end: TransferWorld.End, _ manifest: TransferManifest) throws -> String? {
    let agent = parcel.agent.thumbprint
    guard let sent = end.sent else { return "the sender can show nothing" }
    let verdict = TransferJudge.judge(try Self.decoded(sent), trusted: [agent])
    if let fault = verdict.faults.first { return "the sender's evidence does not hold: \(fault)" }
    for (number, recipient) in manifest.recipients.enumerated() {
      let shown = verdict.proves(.received(by: recipient)) || verdict.proves(.transported(to: recipient, by: agent))
      if shown, end.kept[number].isEmpty { return "it can be shown that recipient \(number) has what it has not" }
      if case .received? = end.outcomes[number], !verdict.proves(.received(by: recipient)) {
        return "the receipt of recipient \(number) shows nothing"
      }
    }
    for (number, bundle) in end.taken {
      let verdict = TransferJudge.judge(try Self.decoded(bundle), trusted: [agent])
      if let fault = verdict.faults.first { return "the evidence of recipient \(number) does not hold: \(fault)" }
      if parcel.order.options.signsOrigin, !verdict.proves(.originated(by: parcel.sender.thumbprint)) {
        return "recipient \(number) cannot show from whom it has what it has"
      }
    }
    return nil
  }

  private static func decoded(_ bundle: TransferBundle) throws -> TransferBundle {
    try TransferBundle(canonicalBytes: bundle.canonicalBytes, limits: TransferBundle.limits)
  }
}
