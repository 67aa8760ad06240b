namespace PortSentry.Sensor.Report.Fleet;

/// <summary>Which numbers of a row can be right, when all that are right rise: damage turns a digit into another as well. Pure.</summary>
internal static class RisingNumbers
{
    /// <summary>The places of as many numbers as rise together, from the first that may be there and below another; of two that may not both be right it is the lower.</summary>
    public static IReadOnlyList<int> Of(IReadOnlyList<long> numbers, long first, long below)
    {
        // At each length of a rising row the lowest number that ends one, and its place; of each number the place of the one before it.
        List<long> lowest = [];
        List<int> ends = [];
        var before = new int[numbers.Count];
        for (var place = 0; place < numbers.Count; place++)
        {
            if (numbers[place] < first || numbers[place] >= below)
                continue;

            var found = lowest.BinarySearch(numbers[place]);
            var length = found < 0 ? ~found : found;
            before[place] = length == 0 ? -1 : ends[length - 1];
            Put(lowest, length, numbers[place]);
            Put(ends, length, place);
        }

        return Row(before, ends.LastOrDefault(-1), ends.Count);
    }

    private static void Put<T>(List<T> list, int index, T one)
    {
        if (index == list.Count)
            list.Add(one);
        else
            list[index] = one;
    }

    private static int[] Row(int[] before, int last, int length)
    {
        var row = new int[length];
        for (var place = last; place >= 0; place = before[place])
            row[--length] = place;
        return row;
    }
}
