public import SemperModel

/// One installed means of payment: the part of a payment system that has keys, files and lines to the outside.
///
/// It answers questions before a payment and does what its side asks for during one. Everything that decides is in the side.
public protocol PaymentPurse: Sendable {
  associatedtype Side: PaymentSide

  var descriptor: PurseDescriptor { get }
  /// The operations that it knows; any other is refused with `notSupported`.
  var tasks: Set<PaymentTask.Kind> { get }
  var faculties: PurseFaculties { get }

  /// As a till: how it would take this payment. Throws the refusal that says why it would not.
  func option(for request: PaymentRequest) async throws -> PaymentOption

  /// As the payer's purse: whether it can pay this option, and what it costs. Throws the refusal that says why it cannot: too
  /// little money, a payee without accreditation, an unknown bank. Scheme, role, brand, currency, limits, expiry and demands
  /// have been checked.
  func fit(_ option: PaymentOption, amount: Money) async throws -> PaymentFit

  /// As a till: what its side tells the payer when it confirms.
  func confirm(_ selection: PaymentSelection, of offer: PaymentOffer) async throws -> ByteString

  /// What the side must know beside task and terms, such as accounts and the keys of providers. It becomes part of the
  /// opening, so it is asked once for each operation.
  func prepare(_ task: PaymentTask, id: PaymentID) async throws -> ByteString

  /// Does what a side asks for and returns the answer, verified as the addressee's.
  ///
  /// Bears repetition where the inquiry is repeatable: the same operation and name get the same answer. Whatever is thrown
  /// means that nobody knows what has happened; a no is an answer.
  func ask(_ inquiry: Inquiry, in opening: PaymentOpening) async throws -> [UInt8]
}

extension PaymentPurse {
  public var faculties: PurseFaculties { PurseFaculties() }

  public func confirm(_ selection: PaymentSelection, of offer: PaymentOffer) async throws -> ByteString {
    ByteString([])
  }

  public func prepare(_ task: PaymentTask, id: PaymentID) async throws -> ByteString { ByteString([]) }
}
