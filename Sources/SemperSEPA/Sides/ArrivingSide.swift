import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments

/// Who is transferred to: the payee of a payment, or the payer that gets money back. It believes its own bank only, and asks it
/// when the other side says that it has done what it will do: what has not been credited by then never will be.
struct ArrivingSide: PaymentRole {
  private let transfer: CreditTransfer
  private let bank: PublicKey

  init(_ own: TransferParticulars, _ transfer: CreditTransfer) throws(Refusal) {
    guard transfer.creditor == own.account else {
      throw Refusal(.wrongSigner, blame: .us, "the agreement names another account of ours")
    }
    self.transfer = transfer
    bank = own.bank
  }

  func judge(_ body: [UInt8]) throws(Refusal) {
    guard body == Array(transfer.endToEnd.utf8) else {
      throw Refusal(.malformed, blame: .peer, "the transfer's end-to-end identification is expected")
    }
  }

  func handle(_ signal: PaymentSignal) -> [PaymentStep] {
    switch signal {
    case .token: return [.ask(Inquiry("arrival", to: .provider, transfer.canonicalBytes, commits: true))]
    case .answer(_, let bytes):
      guard let words = try? [SignedStatement](canonicalBytes: bytes),
        let conclusion = try? Self.conclusion(words, of: transfer, by: bank)
      else { return [] }
      return [.conclude(conclusion)]
    case .begin, .doubt, .turnedDown: return []
    }
  }

  /// What an inquiry and the bank's answer to it say.
  static func conclusion(
    _ words: [SignedStatement], of transfer: CreditTransfer, by bank: PublicKey
  ) throws(Refusal) -> PaymentConclusion {
    guard let answer = words.last, words.count == 2 else {
      throw Refusal(.malformed, blame: .us, "an inquiry and its answer are expected")
    }
    do {
      try TransferWord.requireCredited(transfer, [answer], by: bank)
      return .settled(transfer.amount, [answer.proof])
    } catch {
      try TransferWord.requireUnwanted(transfer, words, by: bank)
      return .refused(TransferRejection.unwanted.refusal, words.map(\.proof))
    }
  }
}
