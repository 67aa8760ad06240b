using FsCheck;
using FsCheck.Fluent;
using PortSentry.Coordinator.Api;

namespace PortSentry.Coordinator.Tests.Api;

public sealed class CsvTests
{
    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("a, b", "\"a, b\"")]
    [InlineData("say \"no\"", "\"say \"\"no\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("", "")]
    public void Cell_is_quoted_where_it_must_be(string text, string cell) => Assert.Equal(cell, Csv.Cell(text));

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    [InlineData("\r=1")]
    [InlineData("=HYPERLINK(\"http://evil.example\")")]
    public void Cell_that_a_spreadsheet_would_compute_is_text(string text) => Assert.StartsWith("'", Read(Csv.Cell(text)), StringComparison.Ordinal);

    [Fact]
    public void No_cell_begins_as_a_formula_whatever_the_text() =>
        Prop.ForAll<NonNull<string>>(text => Read(Csv.Cell(text.Get)) is var read && !"=+-@\t\r\n".Contains(read.FirstOrDefault('x'), StringComparison.Ordinal) && read.EndsWith(text.Get, StringComparison.Ordinal)).QuickCheckThrowOnFailure();

    [Fact]
    public void Table_has_a_line_of_names_and_a_line_a_row() =>
        Assert.Equal("at,who\r\n1,ann\r\n2,ben\r\n", Csv.Write(["at", "who"], [["1", "ann"], ["2", "ben"]]));

    // As RFC 4180 has a cell read.
    private static string Read(string cell) => cell is ['"', .. var inner, '"'] ? inner.Replace("\"\"", "\"", StringComparison.Ordinal) : cell;
}
