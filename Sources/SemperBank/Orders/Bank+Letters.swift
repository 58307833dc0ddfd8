import SemperCoding
public import SemperCryptography
public import SemperModel

// What the holders of accounts order for themselves alone.
extension Bank {
  /// How far an order's time may be from the bank's.
  private static let slack = Span(seconds: 3600)

  /// The letter that is made on an order, sealed to who has signed it.
  ///
  /// Refuses (`wrongSigner`) an order to another bank and (`expired`) one that is old or of the future. Whether the signer has an account here
  /// `balance(of:_:)` tells where the letter is made.
  public func answer<Letter: BankLetter>(
    _ signed: SignedStatement, with letter: Letter.Type, now: Timestamp,
    make: (VerifiedStatement<LetterOrder<Letter>>) async throws -> Letter
  ) async throws -> ByteString {
    let order = try VerifiedStatement<LetterOrder<Letter>>(verifying: signed, keys: KeySet())
    let (addressee, issued) = (order.content.bank, order.content.issued)
    guard addressee == name else {
      throw Refusal(.wrongSigner, blame: .peer, "the order is meant for another bank")
    }
    guard issued <= now.advanced(by: Self.slack), now <= issued.advanced(by: Self.slack) else {
      throw Refusal(.expired, blame: .peer, "the order is not of this hour; look at the clock and order again")
    }
    return ByteString(
      try await order.content.reply.seal(
        make(order).canonicalBytes, for: Letter.sealing, context: name.bytes, authenticating: order.digest.bytes))
  }
}
