import SemperArchive
import SemperBank
import SemperCoding
import SemperCommerce
import SemperCommunication
import SemperCryptography
import SemperEcash
import SemperEngine
import SemperExchange
import SemperModel
import SemperPayments
import SemperTestMoney

/// The bank and the arbiter that the shop works with now, and those of deals that began with others.
struct Counterparts: Sendable {
  private static let arbiters = RecordTable("shop_arbiters")

  let bank: RoleDescription
  let arbiter: RoleDescription
  /// The authorities that the shop trusts (DER).
  let roots: [[UInt8]]
  let records: any Records
  let transport: any Transport
  let key: SigningKey
  let time: any TimeSource
  /// What runs while it is paid.
  let meters: ShopMeters
  /// Its own module for chip cards; `nil` where the bank keeps it.
  let module: ShopModule?
  /// What takes cards, where they are taken.
  var cards: ShopCards?

  /// Remembers the arbiter's key, which a later claim with one of its decisions has to show.
  func remember() async throws {
    let (place, bytes) = (arbiter.key.thumbprint.bytes, arbiter.key.canonicalBytes)
    try await records.transact { try $0.set(bytes, for: place, in: Self.arbiters) }
  }

  /// The arbiter of a deal. One that has moved is found by its key.
  func arbiterLink(for offer: Offer) -> ArbiterClient {
    ArbiterClient(
      transport: transport,
      address: offer.arbiter.key == arbiter.key ? arbiter.address : offer.arbiterAddress)
  }

  /// Claims what the buyer of a deal without an agreed payment has locked: coins, or money of its account.
  func till(for offer: Offer) -> any LockingTill {
    let address = address(of: offer.bank)
    let coins = EcashTill(
      records: records, client: client(offer.bank.key, at: address), key: key, account: key.thumbprint, time: time,
      arbiterKey: arbiterKey)
    let account = AccountPurse(
      desk: TestMoneyClient(transport: transport, address: address, bank: offer.bank.key), account: key, payee: key,
      refund: key, time: time, arbiterKey: arbiterKey)
    return EitherTill(coins, otherwise: account)
  }

  /// Where a bank is reached. One that has moved is found by its key.
  func address(of provider: Offer.Provider) -> Address {
    provider.key == bank.key ? bank.address : provider.address
  }

  /// Finds an arbiter's key that was remembered.
  var arbiterKey: @Sendable (Thumbprint) async throws -> PublicKey? {
    let records = records
    return { thumbprint in
      try await records.read { try $0.value(thumbprint.bytes, in: Self.arbiters) }
        .map { try PublicKey(canonicalBytes: $0) }
    }
  }

  /// Opens the shop's account at the bank; opening it again changes nothing.
  func openAccount() async throws {
    let client = client(bank.key, at: bank.address)
    let currency = try await client.keys(now: await time.now()).currency
    _ = try await client.openAccount(
      for: key, currency: currency, operation: EcashPurse.systemOperation(), now: await time.now())
  }

  /// The way to a mint, whose keys an auditor has to have countersigned.
  func client(_ mint: PublicKey, at address: Address) -> MintClient {
    MintClient(transport: transport, address: address, mint: mint, auditors: .certified(by: roots))
  }
}
