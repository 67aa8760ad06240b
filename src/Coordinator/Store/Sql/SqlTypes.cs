using System.Data;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dapper;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Store.Sql;

/// <summary>How our values stand in columns: moments as ticks of UTC, addresses as 16 bytes, networks and identities as their text, the rest as JSON.</summary>
internal static class SqlTypes
{
    private static readonly bool IsRegistered = Register();

    /// <summary>Sees to it that Dapper knows them.</summary>
    public static bool Ensure() => IsRegistered;

    private static bool Register()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.Settings.PadListExpansions = true;
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));
        SqlMapper.AddTypeHandler(new Handler<DateTimeOffset>(moment => moment.UtcTicks, column => new DateTimeOffset((long)column, TimeSpan.Zero)));
        SqlMapper.AddTypeHandler(new Handler<Address>(NetworkRange.Bytes, column => Address.FromBytes((byte[])column)));
        SqlMapper.AddTypeHandler(new Handler<Cidr>(network => network.ToString(), column => Cidr.Parse((string)column)));
        SqlMapper.AddTypeHandler(new Handler<SensorId>(id => id.ToString(), column => SensorId.Parse((string)column)));
        SqlMapper.AddTypeHandler(Json(StoreJson.Default.IReadOnlyDictionaryStringString));
        SqlMapper.AddTypeHandler(Json(StoreJson.Default.OrdersApplied));
        SqlMapper.AddTypeHandler(Json(StoreJson.Default.SensorStatus));
        return true;
    }

    private static Handler<T> Json<T>(JsonTypeInfo<T> type) => new(
        value => JsonSerializer.Serialize(value, type),
        column => JsonSerializer.Deserialize((string)column, type) ?? throw new DataException("a column of JSON says null"));

    private sealed class Handler<T>(Func<T, object> write, Func<object, T> read) : SqlMapper.TypeHandler<T>
    {
        public override T Parse(object value) => read(value);

        public override void SetValue(IDbDataParameter parameter, T? value) => parameter.Value = value is null ? DBNull.Value : write(value);
    }
}
