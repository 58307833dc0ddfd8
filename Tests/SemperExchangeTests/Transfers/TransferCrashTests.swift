import SemperCryptography
import SemperModel
import SemperTesting
import Testing

@testable import SemperExchange

/// The law of crashes, at every durable write of sender, recipients and delivery agent.
@Suite struct TransferCrashTests {
  /// What may not happen, however a transfer ends.
  private static func wrong(_ end: TransferWorld.End) -> String? {
    guard let manifest = end.manifest else { return "the sender has no manifest" }
    for (number, outcome) in end.outcomes.enumerated() {
      switch outcome {
      case nil: return "recipient \(number) has no outcome"
      case .received(let receipt):
        if end.kept[number] != [manifest.digest] { return "recipient \(number) signed for what it did not keep" }
        if (try? TransferVerifier.receipt(receipt, for: manifest, from: manifest.recipients[number])) == nil {
          return "the receipt of recipient \(number) does not hold"
        }
      case .acknowledged:
        if end.kept[number] != [manifest.digest] { return "recipient \(number) said it has what it did not keep" }
      case .transported:
        if end.kept[number] != [manifest.digest] { return "the agent signed for what recipient \(number) did not keep" }
      case .refused, .submitted, .silent, .givenUp:
        if !end.kept[number].isEmpty { return "recipient \(number) keeps what it never signed for" }
      }
      if end.kept[number].count > 1 { return "recipient \(number) kept two packages" }
    }
    return nil
  }

  @Test func everyCrashOfADirectTransferEndsAsWithoutOne() async throws {
    let report = try await TransferWorld.law(Parcel()) { end in
      if let wrong = Self.wrong(end) { return wrong }
      return end.outcomes.allSatisfy { if case .received = $0 { true } else { false } } ? nil : "\(end.outcomes)"
    }.verify()
    // Opened, prepared and two replies; arrived, judged, kept and signed.
    #expect(report.writes == ["sender": 4, "recipient-0": 4, "recipient-1": 4])
    #expect(report.unreached.isEmpty, "\(report)")
  }

  @Test func everyCrashWithASilentRecipientLeavesSubmissionOnly() async throws {
    let parcel = try Parcel(
      options: TransferOptions(patience: Span(seconds: 600), life: Span(seconds: 7200)), withAgent: true)
    let report = try await TransferWorld.law(parcel, TransferWorld.Trouble(silent: [0])) { end in
      if let wrong = Self.wrong(end) { return wrong }
      guard case .submitted? = end.outcomes[0], case .received? = end.outcomes[1] else { return "\(end.outcomes)" }
      return nil
    }.verify()
    #expect(report.crashes > 20, "\(report)")
  }

  @Test func everyCrashWithAnUnwillingRecipientEndsRefused() async throws {
    let report = try await TransferWorld.law(Parcel(), TransferWorld.Trouble(unwilling: [1])) { end in
      if let wrong = Self.wrong(end) { return wrong }
      guard case .received? = end.outcomes[0], case .refused? = end.outcomes[1] else { return "\(end.outcomes)" }
      return nil
    }.verify()
    #expect(report.crashes == 20, "\(report)")
  }

  private static let troubles = [
    TransferWorld.Trouble(name: "letters are lost", lostLetters: 3),
    TransferWorld.Trouble(name: "replies are lost", lostReplies: 3),
    TransferWorld.Trouble(name: "everything comes twice", doubles: true),
    TransferWorld.Trouble(name: "all of it", lostLetters: 2, lostReplies: 2, doubles: true),
  ]

  @Test(arguments: troubles, [true, false])
  func aLossyNetworkOnlyDelays(_ trouble: TransferWorld.Trouble, _ asksReceipt: Bool) async throws {
    let parcel = try Parcel(recipients: 3, options: TransferOptions(asksReceipt: asksReceipt))
    let end = try await TransferWorld.law(parcel, trouble) { _ in nil }.uncrashed()
    #expect(Self.wrong(end) == nil)
    for outcome in end.outcomes {
      switch outcome {
      case .received: #expect(asksReceipt)
      case .acknowledged: #expect(!asksReceipt)
      case .refused, .submitted, .transported, .silent, .givenUp, nil: Issue.record("\(String(describing: outcome))")
      }
    }
  }

  /// A receipt for something else is no answer: the sender asks again until it closes, and claims nothing.
  @Test func aForgedReceiptIsNoAnswer() async throws {
    let parcel = try Parcel(options: TransferOptions(life: Span(seconds: 3600)))
    let end = try await TransferWorld.law(parcel, TransferWorld.Trouble(forger: 0)) { _ in nil }.uncrashed()
    #expect(end.outcomes[0] == .silent)
    guard case .received? = end.outcomes[1] else {
      Issue.record("\(end.outcomes)")
      return
    }
  }

  /// The recipient takes letters from the agent only: the receipt comes back through it.
  @Test func theAgentBringsWhatTheSenderCannot() async throws {
    let parcel = try Parcel(
      recipients: 1, options: TransferOptions(patience: Span(seconds: 20), life: Span(seconds: 86_400)),
      withAgent: true)
    let trouble = TransferWorld.Trouble(name: "only the agent gets through", lostLetters: 8)
    let end = try await TransferWorld.law(parcel, trouble) { _ in nil }.uncrashed()
    #expect(Self.wrong(end) == nil)
    guard case .received? = end.outcomes[0] else {
      Issue.record("\(end.outcomes)")
      return
    }
  }
}
