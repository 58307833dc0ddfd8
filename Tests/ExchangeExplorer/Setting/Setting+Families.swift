import SemperExchange

extension Setting {
  /// The setting with both honest, and with each party cheating in each way, beside an honest commitment that it could
  /// make as well.
  package var withAllCheats: [Setting] {
    var settings = [self]
    for role in ExchangeRole.allCases {
      for deviation in Deviation.allCases where deviation.applies(to: classes(of: role)) {
        var setting = self
        setting.cheat = Cheat(role, deviation == .none ? [.none] : [.none, deviation])
        settings.append(setting)
      }
    }
    return settings
  }
}
