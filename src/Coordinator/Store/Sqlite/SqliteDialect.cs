using System.Globalization;
using PortSentry.Coordinator.Store.Sql;

namespace PortSentry.Coordinator.Store.Sqlite;

/// <summary>SQL as SQLite has it.</summary>
internal sealed class SqliteDialect : ISqlDialect
{
    /// <inheritdoc/>
    public string Identity => "integer primary key autoincrement";

    /// <inheritdoc/>
    public string Bytes => "blob";

    /// <inheritdoc/>
    public string IsOneOf(string column, string parameter) => $"{column} in @{parameter}"; // Dapper makes a list of parameters of it.

    /// <inheritdoc/>
    public string Unindexed(string column) => $"+{column}"; // https://www.sqlite.org/optoverview.html#disqualifying_where_clause_terms_using_unary_

    /// <inheritdoc/>
    public async Task<int> ExecuteManyAsync(StoreTransaction transaction, string sql, IReadOnlyList<object?[]> rows)
    {
        await using var command = transaction.Inner.Connection!.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, transaction.Inner);
        foreach (var number in Enumerable.Range(1, rows[0].Length))
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = string.Create(CultureInfo.InvariantCulture, $"${number}");
            command.Parameters.Add(parameter);
        }

        var changed = 0;
        foreach (var row in rows)
        {
            for (var column = 0; column < row.Length; column++)
                command.Parameters[column].Value = row[column] ?? DBNull.Value;
            changed += await command.ExecuteNonQueryAsync(transaction.Cancel).ConfigureAwait(false);
        }

        return changed;
    }

    /// <inheritdoc/>
    public Task LockAsync(StoreTransaction transaction, long key) => Task.CompletedTask; // There is one writer.
}
