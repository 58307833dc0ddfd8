import SemperCryptography

/// Any bytes are refused or read as a certificate or a request that gives the same bytes back.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzCertificate(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  if let certificate = try? RoleCertificate(der: bytes) { precondition(certificate.der == bytes) }
  if let request = try? CertificateRequest(der: bytes) { precondition(request.der == bytes) }
  return 0
}
