import SemperModel
import SemperPayments

/// Any purse with an end, such as a card that expires. It does all else as before.
struct ExpiringPurse<Base: PaymentPurse>: PaymentPurse {
  typealias Side = Base.Side

  private let base: Base
  let descriptor: PurseDescriptor

  init(_ base: Base, expires: Timestamp) {
    self.base = base
    let purse = base.descriptor
    descriptor = PurseDescriptor(
      id: purse.id, scheme: purse.scheme, paymentClass: purse.paymentClass, brand: purse.brand, bank: purse.bank,
      provider: purse.provider, role: purse.role, limits: purse.limits, properties: purse.properties,
      expires: expires)
  }

  var tasks: Set<PaymentTask.Kind> { base.tasks }
  var faculties: PurseFaculties { base.faculties }

  func option(for request: PaymentRequest) async throws -> PaymentOption { try await base.option(for: request) }

  func fit(_ option: PaymentOption, amount: Money) async throws -> PaymentFit {
    try await base.fit(option, amount: amount)
  }

  func confirm(_ selection: PaymentSelection, of offer: PaymentOffer) async throws -> ByteString {
    try await base.confirm(selection, of: offer)
  }

  func prepare(_ task: PaymentTask, id: PaymentID) async throws -> ByteString { try await base.prepare(task, id: id) }

  func ask(_ inquiry: Inquiry, in opening: PaymentOpening) async throws -> [UInt8] {
    try await base.ask(inquiry, in: opening)
  }
}

extension PaymentManager {
  /// A manager on a memory of its own, with this purse that ends at a time.
  static func holding(
    _ purse: some PaymentPurse, until expires: Timestamp, _ surroundings: PaymentSurroundings
  ) throws(Refusal) -> PaymentManager {
    let manager = PaymentManager(surroundings)
    try manager.install(ExpiringPurse(purse, expires: expires))
    return manager
  }
}
