public import SemperBank
public import SemperCryptography
public import SemperModel

// What the holders of accounts order of the bank.
extension PurseWorld {
  /// An order to this bank, unless another is named.
  public func order<Letter: BankLetter>(
    _ letter: Letter.Type, of key: SigningKey, to bank: Thumbprint? = nil, reply: SealingKey = SealingKey(),
    at time: Timestamp = PurseWorld.now
  ) throws -> SignedStatement {
    try SignedStatement(
      LetterOrder<Letter>(
        bank: bank ?? bankKey.thumbprint, key: key.publicKey, reply: reply.publicKey, issued: time),
      signedBy: [key])
  }

  /// Orders that bring no letter, and what is said to each: of a stranger, to another bank, and of another hour.
  public func refusedOrders<Letter: BankLetter>(
    _ letter: Letter.Type, of key: SigningKey
  ) throws -> [(order: SignedStatement, code: RefusalCode)] {
    [
      (try order(letter, of: SigningKey()), .unknownAccount),
      (try order(letter, of: key, to: SigningKey().thumbprint), .wrongSigner),
      (try order(letter, of: key, at: Self.now.advanced(by: Span(seconds: 3601))), .expired),
      (try order(letter, of: key, at: Timestamp(seconds: Self.now.seconds - 3601)), .expired),
    ]
  }
}
