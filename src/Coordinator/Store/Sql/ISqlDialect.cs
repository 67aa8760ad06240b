namespace PortSentry.Coordinator.Store.Sql;

/// <summary>Where the databases differ; all other SQL is the same.</summary>
internal interface ISqlDialect
{
    /// <summary>The type of a column of numbers that rise by themselves, the primary key.</summary>
    string Identity { get; }

    /// <summary>The type of a column of bytes.</summary>
    string Bytes { get; }

    /// <summary>A condition that a column of text has one of the values of a parameter, an array.</summary>
    string IsOneOf(string column, string parameter);

    /// <summary>A column as a condition names it for which no index is to be used, where the database does not know better by itself.</summary>
    string Unindexed(string column);

    /// <summary>Carries a statement out for each row of values, $1 and on, in order, in as few round trips as it can; says how many table rows changed.</summary>
    Task<int> ExecuteManyAsync(StoreTransaction transaction, string sql, IReadOnlyList<object?[]> rows);

    /// <summary>Lets no other transaction have this lock until this one ends.</summary>
    Task LockAsync(StoreTransaction transaction, long key);
}
