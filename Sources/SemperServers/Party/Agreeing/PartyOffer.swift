import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperExchange
import SemperModel
import SemperStatements

/// What a party puts into one exchange, in the words of the terms: its items, whose signatures they need, and its grants.
struct PartyOffer: Sendable {
  let items: [DescribedItem]
  let signers: [PublicKey]

  /// Where each ware has its place in the party's container.
  static func places(_ agreement: PartyAgreement) -> [(path: String, ware: PartyWare)] {
    agreement.gives.enumerated().map { number, ware in
      ("\(agreement.peer == nil ? "invited" : "proposer")/\(number + 1)-\(ware.name)", ware)
    }
  }

  /// - Parameter payee: the peer's key in this exchange, which money pays.
  init(
    _ agreement: PartyAgreement, _ number: Nonce, payee: Thumbprint, keys: PartyKeys,
    counterparts: PartyCounterparts, goods: PartyGoods
  ) throws {
    var items = [DescribedItem]()
    var signers = [PublicKey]()
    func ledger(_ bank: Address) throws -> Thumbprint {
      let key = try counterparts.bank(at: bank).key
      signers.append(key)
      return key.thumbprint
    }
    for (path, ware) in Self.places(agreement) {
      let description: ItemDescription
      switch ware {
      case .money(let amount, let bank):
        description = .lock(amount: amount, payee: payee, ledger: try ledger(bank))
      case .bond(let amount, let bank):
        description = .bond(amount: amount, payee: payee, ledger: try ledger(bank))
      case .accountMoney(let amount, let bank, let settlement):
        description = .reversibleLock(
          amount: amount, payee: payee, ledger: try ledger(bank), settlement: settlement)
      case .statement(let text): description = .statement(document: text.documentDigest)
      case .certificate(let file):
        let grant = try CredentialGrant.read(file)
        signers.append(grant.issuer)
        description = .certificate(document: grant.credential.digest, issuer: grant.issuer.thumbprint)
      case .credential(let file):
        let grant = try CredentialGrant.read(file)
        signers.append(grant.issuer)
        description = .credential(
          document: grant.credential.digest, issuer: grant.issuer.thumbprint,
          registry: grant.issuer.thumbprint)
      case .mail, .data: description = try goods.description(at: path, isSmall: false)
      case .smallData: description = try goods.description(at: path, isSmall: true)
      }
      items.append(
        DescribedItem(path: path, salt: try keys.salt(of: path, number), description: description))
    }
    self.items = items
    self.signers = signers
  }
}
