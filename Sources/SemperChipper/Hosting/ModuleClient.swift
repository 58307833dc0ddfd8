import SemperCoding
public import SemperCommunication
public import SemperCryptography
public import SemperModel

/// How the holder of an account has its bank keep a merchant's module for it, over any transport.
public struct ModuleClient: Sendable {
  private let transport: any Transport
  private let address: Address
  private let bank: PublicKey

  public init(transport: any Transport, address: Address, bank: PublicKey) {
    self.transport = transport
    self.address = address
    self.bank = bank
  }

  /// The account's module, which the bank makes when there is none. Another order finds the same one, so nothing has to be kept.
  ///
  /// Throws a `Refusal` when the bank keeps none for this account, of code `unavailable` when it cannot say so now.
  public func module(of account: SigningKey, now: Timestamp) async throws -> PairedModule {
    let reply = SealingKey()
    let signed = try SignedStatement(
      ModuleOrder(bank: bank.thumbprint, key: account.publicKey, reply: reply.publicKey, issued: now),
      signedBy: [account])
    let request = Request(.post, ModuleHost.path, contentType: "application/json", body: signed.canonicalBytes)
    let answer = try await transport.send(request, to: address, largest: 8 << 10, within: Span(seconds: 15))
    guard answer.status == 200 else {
      throw Refusal(answer) ?? Refusal(.unavailable, blame: .provider, "the bank answered \(answer.status); ask again")
    }
    let sealed = try ByteString(canonicalBytes: answer.body)
    let letter = try ModuleLetter(
      canonicalBytes: reply.open(
        sealed.bytes, for: .moduleLetter, context: bank.thumbprint.bytes, authenticating: signed.digest.bytes))
    return PairedModule(number: letter.module, pairing: try CardPairing(secret: letter.secret.bytes))
  }
}
