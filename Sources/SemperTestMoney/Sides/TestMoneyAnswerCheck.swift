import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments

/// What both sides and a judge have to see in the bank's words before they believe them.
struct TestMoneyAnswerCheck: Sendable {
  let bank: PublicKey

  private var keys: KeySet { KeySet([bank]) }

  /// A receipt or refusal, signed by the bank.
  func word(_ bytes: [UInt8]) throws(Refusal) -> TestMoneyWord {
    let signed: SignedStatement
    do {
      signed = try SignedStatement(bytes: bytes)
    } catch {
      throw Refusal(.malformed, blame: .peer, "the bank's word cannot be read: \(error)")
    }
    if signed.kind == .accountReceipt {
      let receipt = try VerifiedStatement<AccountReceipt>(verifying: signed, keys: keys)
      guard receipt.content.bank == bank.thumbprint else { throw foreign }
      return .receipt(receipt.content, signed)
    }
    let refusal = try VerifiedStatement<AccountRefusal>(verifying: signed, keys: keys)
    guard refusal.content.bank == bank.thumbprint else { throw foreign }
    return .refusal(refusal.content, signed)
  }

  /// Refuses a receipt that is not of this payment.
  func require(
    _ receipt: AccountReceipt, pays amount: Money, to payee: Thumbprint, for reference: PaymentReference
  ) throws(Refusal) {
    guard receipt.amount == amount, receipt.payee == payee, receipt.reference == reference else {
      throw Refusal(.proofInvalid, blame: .peer, "the bank's receipt is of another payment")
    }
  }

  private var foreign: Refusal { Refusal(.wrongSigner, blame: .peer, "the word is another bank's") }
}

/// The bank's verified word.
enum TestMoneyWord: Hashable, Sendable {
  case receipt(AccountReceipt, SignedStatement)
  case refusal(AccountRefusal, SignedStatement)

  var signed: SignedStatement {
    switch self {
    case .receipt(_, let signed), .refusal(_, let signed): signed
    }
  }

  var proof: PaymentProof { PaymentProof(form: signed.kind.headerType, bytes: signed.canonicalBytes) }

  /// How an operation ends by it: held or settled by a receipt, refused by a refusal.
  var conclusion: PaymentConclusion {
    switch self {
    case .receipt(let receipt, _):
      receipt.action == .hold ? .held(receipt.amount, [proof]) : .settled(receipt.amount, [proof])
    case .refusal(let refusal, _): .refused(refusal.refusal, [proof])
    }
  }
}
