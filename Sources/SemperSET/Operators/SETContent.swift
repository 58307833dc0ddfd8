public import SemperCryptography

/// A structure that is signed, sealed or digested, under the name that SET gives its type (arc 2.23.42.0, which OpenSSL
/// prints as `setct-…`), so that a signature on one structure is none on another.
public protocol SETContent: DERValue {
  static var contentType: OID { get }
}

/// A structure that travels sealed, with the name of the sealed form.
public protocol SETSealedContent: SETContent {
  static var envelopeType: OID { get }
}

/// The arcs that SET owns.
enum SETArc {
  static let set = OID([2, 23, 42])
  static func contentType(_ number: UInt) -> OID { set.appending(0).appending(number) }
  static func certificateExtension(_ number: UInt) -> OID { set.appending(7).appending(number) }
  static let rootKeyThumb = OID([2, 23, 42, 3, 0, 0])
}

extension SETContent {
  /// DD: the digest that stands for the structure where it must not be seen.
  public var digest: CMSDigestedData { CMSDigestedData(Self.contentType, of: derBytes) }
}
