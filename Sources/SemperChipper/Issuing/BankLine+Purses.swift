public import SemperBank
import SemperCommunication
public import SemperCryptography
public import SemperModel

extension BankLine {
  /// Orders an empty purse on a chip card in software for the holder of an account. When nobody knows whether the bank has answered,
  /// another order does no harm: the purse that nobody has holds nothing.
  public func purse(for account: SigningKey, now: Timestamp) async throws -> IssuedPurse {
    let letter: PurseLetter = try await letter(for: account, now: now)
    guard PIN(letter.pin) != nil else {
      throw TransportError(.malformed, "the bank's purse comes without its PIN")
    }
    let purse = try Purse(stateBytes: letter.card.bytes)
    return IssuedPurse(
      number: purse.state.profile.number, purse: purse, pin: letter.pin, expires: letter.expires)
  }
}
