import SemperExchange
import Testing

/// Every form of a transfer with every trouble: what the sender says in the end is so.
@Suite struct TransferEndTests {
  @Test(arguments: TransferForm.all, TransferWorld.Trouble.all)
  func saysWhatIsSo(_ form: TransferForm, _ trouble: TransferWorld.Trouble) async throws {
    let end = try await form.end(trouble)
    #expect(end.wrong == nil)
    let isAnswered = trouble.silent.isEmpty && trouble.lostReplies < .max && trouble.forger == nil
    switch end.outcomes[0] {
    case .received: #expect(isAnswered && form.options.asksReceipt)
    case .acknowledged: #expect(isAnswered && !form.options.asksReceipt)
    case .refused: #expect(!trouble.unwilling.isEmpty)
    case .submitted, .transported: #expect(!isAnswered && form.hasAgent)
    case .silent: #expect(!isAnswered && !form.hasAgent)
    case .givenUp, nil: Issue.record("nobody has given up")
    }
  }
}
