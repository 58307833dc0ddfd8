import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements

// What can come to a sender, and what a malicious recipient or agent can say.
extension TransferScene {
  func answers(in state: State) -> SenderTable.Answers {
    var answers = SenderTable.Answers()
    guard let manifest = sender?.machine(state.sender).manifest else { return answers }
    for fact in facts(in: state) {
      switch fact {
      case .replied(let place, let transfer, let reply):
        guard transfer == manifest.digest else { continue }
        answers.replies.append(
          SenderTable.Answers.Reply(recipient: recipients[place], reply: reply, words: reply.words))
        // A receipt is a statement that anybody who has it can show, also in another's place.
        guard case .kept(_?) = reply, stand.setting.cheat == .recipient else { continue }
        answers.replies.append(
          SenderTable.Answers.Reply(recipient: recipients[0], reply: reply, words: "with another's receipt"))
      case .token(let token): answers.tokens.append(token)
      case .progress(let progress): answers.progress.append(progress)
      case .posted, .fault: continue
      }
    }
    let others = invention(manifest)
    answers.replies += others.replies
    answers.tokens += others.tokens
    answers.progress += others.progress
    return answers
  }

  /// What the cheat can say about a transfer, signed once.
  private func invention(_ manifest: TransferManifest) -> SenderTable.Answers {
    if let known = invented[manifest.digest] { return known }
    var answers = SenderTable.Answers()
    if stand.setting.cheat == .recipient { answers.replies = (try? cheatingReplies(manifest)) ?? [] }
    if stand.setting.cheat == .agent { try? addCheatingAgent(&answers, manifest) }
    invented[manifest.digest] = answers
    return answers
  }

  private func cheatingReplies(_ manifest: TransferManifest) throws -> [SenderTable.Answers.Reply] {
    let key = stand.recipients[0].key
    let foreign = "another transfer".documentDigest
    let replies: [(TransferReply, String)] = [
      (.kept(nil), "without a receipt"), (.kept(try stand.receipt(manifest, by: key)), "with a receipt"),
      (.kept(try stand.receipt(manifest, by: key, of: foreign)), "with a receipt for another package"),
      (.kept(try stand.receipt(manifest, by: key, transfer: foreign)), "with a receipt for another transfer"),
      (.kept(try stand.receipt(manifest, by: stand.other)), "with an outsider's receipt"),
      (.refused(Refusal(.userDeclined, blame: .us, "not wanted")), "with a refusal"),
    ]
    return replies.map { SenderTable.Answers.Reply(recipient: recipients[0], reply: $0.0, words: $0.1) }
  }

  private func addCheatingAgent(_ answers: inout SenderTable.Answers, _ manifest: TransferManifest) throws {
    let foreign = "another transfer".documentDigest
    let (agent, other, first) = (stand.agent, stand.other, recipients[0])
    for (transfer, recipient, key) in [
      (manifest.digest, first, agent), (foreign, first, agent), (manifest.digest, other.thumbprint, agent),
      (manifest.digest, first, other),
    ] {
      answers.tokens.append(try stand.submission(transfer, to: recipient, by: key))
      answers.progress.append(
        DeliveryProgress(transport: try stand.transport(transfer, to: recipient, by: key), reply: nil))
    }
    answers.tokens.append(try stand.transport(manifest.digest, to: first, by: agent))
    let forged = try stand.receipt(manifest, by: other)
    for reply in [
      TransferReply.kept(nil), .kept(forged), .refused(Refusal(.userDeclined, blame: .us, "not wanted")),
    ] {
      answers.progress.append(DeliveryProgress(transport: nil, reply: reply))
    }
  }
}

extension TransferReply {
  var words: String {
    switch self {
    case .kept(let receipt): receipt == nil ? "that it is kept" : "with a receipt"
    case .refused: "with a refusal"
    }
  }
}
