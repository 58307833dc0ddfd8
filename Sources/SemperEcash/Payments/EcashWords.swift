import SemperCoding
import SemperCryptography
import SemperModel
import SemperPayments

/// The mint's words as sides and judges read them.
struct EcashWords: Sendable {
  let mint: PublicKey

  /// A verified receipt of this mint; refused otherwise.
  func receipt(_ bytes: [UInt8]) throws(Refusal) -> VerifiedStatement<MintReceipt> {
    do {
      return try receipt(SignedStatement(bytes: bytes))
    } catch let refusal as Refusal {
      throw refusal
    } catch {
      throw Refusal(.malformed, blame: .peer, "the mint's receipt cannot be read: \(error)")
    }
  }

  func receipt(_ signed: SignedStatement) throws(Refusal) -> VerifiedStatement<MintReceipt> {
    let word = try VerifiedStatement<MintReceipt>(verifying: signed, keys: KeySet([mint]))
    guard word.content.mint == mint.thumbprint else {
      throw Refusal(.wrongSigner, blame: .peer, "the receipt is another mint's")
    }
    return word
  }

  /// Refuses a receipt that is not of exactly this payment into this account.
  func require(
    _ receipt: MintReceipt, pays amount: Money, to account: Thumbprint, for reference: Digest
  ) throws(Refusal) {
    guard receipt.purpose == .deposit, receipt.amount == amount, receipt.account == account,
      receipt.reference == reference
    else { throw Refusal(.proofInvalid, blame: .peer, "the mint's receipt is of another payment") }
  }

  /// How an operation ends by a report of our purse; `nil` for a report that says nothing about that.
  ///
  /// - Parameter fits: whether a receipt is of this operation.
  func conclusion(
    _ report: EcashReport, fits: (MintReceipt) -> Bool
  ) -> PaymentConclusion? {
    switch report {
    case .word(let word, let request):
      let proofs = [word, request].compactMap { $0 }.map(Self.proof)
      if let receipt = try? receipt(word) {
        return fits(receipt.content) ? .settled(receipt.content.amount, proofs) : nil
      }
      guard let no = try? VerifiedStatement<MintRefusal>(verifying: word, keys: KeySet([mint])) else { return nil }
      return .refused(no.content.refusal, proofs)
    case .done(let amount): return .settled(amount, [])
    case .refused(let why):
      // Our own purse knows that it has sent nothing.
      return .refused(why, [PaymentProof(form: "ecash-purse", bytes: why.canonicalBytes)])
    case .outputs: return nil
    }
  }

  static func proof(_ statement: SignedStatement) -> PaymentProof {
    PaymentProof(form: statement.kind.headerType, bytes: statement.canonicalBytes)
  }
}
