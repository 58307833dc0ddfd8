public import SemperCoding
import SwiftASN1

/// A name in the tree of object identifiers (X.660), such as `2.23.42.0.13`.
public struct OID: DERValue, Hashable, CustomStringConvertible {
  let arcs: [UInt]

  public init(_ arcs: [UInt]) {
    precondition(arcs.count >= 2, "an object identifier has at least two arcs")
    self.arcs = arcs
  }

  /// The same name with another arc behind it.
  public func appending(_ arc: UInt) -> OID { OID(arcs + [arc]) }

  public var description: String { arcs.map(String.init).joined(separator: ".") }
  public static var derTag: DERTag { .objectIdentifier }

  public var der: DERElement {
    DERElement(.objectIdentifier, .primitive(([arcs[0] * 40 + arcs[1]] + arcs[2...]).flatMap(\.base128)))
  }

  public init(der: DERElement) throws(CodingError) {
    _ = try der.bytes(of: .objectIdentifier)
    do {
      arcs = try ASN1ObjectIdentifier(derEncoded: der.encoded).oidComponents
    } catch {
      throw CodingError(.wrongForm, "this is not an object identifier")
    }
  }

  var asn1: ASN1ObjectIdentifier {
    do { return try ASN1ObjectIdentifier(elements: arcs) } catch { preconditionFailure("\(self) is no identifier") }
  }

  init(_ identifier: ASN1ObjectIdentifier) { arcs = identifier.oidComponents }
}
