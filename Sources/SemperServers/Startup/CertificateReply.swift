import SemperCoding
import SemperModel

/// What an authority answers to a certificate request: the chain, leaf first, in DER.
struct CertificateReply: Hashable, CanonicalValue {
  let chain: [[UInt8]]

  init(chain: [[UInt8]]) { self.chain = chain }

  var json: JSON { .fields(["chain": chain.map { ByteString($0) }.json]) }

  init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    chain = try fields.value("chain", as: [ByteString].self).map(\.bytes)
    try fields.close()
  }
}
