import SemperCoding
import SemperCommunication
public import SemperCryptography
public import SemperModel

extension BankLine {
  /// Orders a letter for the holder of an account, and opens it.
  public func letter<Letter: BankLetter>(
    _ letter: Letter.Type = Letter.self, for account: SigningKey, now: Timestamp
  ) async throws -> Letter {
    let reply = SealingKey()
    let order = try SignedStatement(
      LetterOrder<Letter>(bank: bank.thumbprint, key: account.publicKey, reply: reply.publicKey, issued: now),
      signedBy: [account])
    let sealed: ByteString = try await post(Letter.path, order)
    do {
      return try Letter(
        canonicalBytes: reply.open(
          sealed.bytes, for: Letter.sealing, context: bank.thumbprint.bytes, authenticating: order.digest.bytes))
    } catch {
      throw TransportError(.malformed, "the bank's letter cannot be read: \(error)")
    }
  }
}
