namespace PortSentry.Shared.Words;

/// <summary>Finds the word that was meant.</summary>
public static class Suggestion
{
    private const int LettersAMistake = 3;
    private const int LongestWord = 64;

    /// <summary>The known word that is nearest, when at most one letter in three is wrong; otherwise null.</summary>
    public static string? Closest(string word, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(word);
        if (word.Length > LongestWord)
            return null;

        var closest = known.MinBy(one => Distance(one, word));
        return closest is not null && Distance(closest, word) <= word.Length / LettersAMistake ? closest : null;
    }

    /// <summary>How many letters must be put in, taken out or changed to make one word of the other (Levenshtein).</summary>
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var changed = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
