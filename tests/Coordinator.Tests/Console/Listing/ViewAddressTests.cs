using Microsoft.AspNetCore.Http;
using PortSentry.Coordinator.Console.Listing;

namespace PortSentry.Coordinator.Tests.Console.Listing;

public sealed class ViewAddressTests
{
    [Fact]
    public void Address_keeps_what_it_knows_and_nothing_else()
    {
        var view = Of("?port=22&kind=&evil=1&source=203.0.113.0%2F24", "source", "kind", "port");

        Assert.Equal("/alarms?source=203.0.113.0%2F24&port=22", view.ToString());
        Assert.Equal("22", view["port"]);
        Assert.Null(view["kind"]);
    }

    [Fact]
    public void Address_without_a_term_is_the_view_without_that_filter() =>
        Assert.Equal("/alarms?port=22", Of("?port=22&kind=syn", "kind", "port").Without("kind").ToString());

    [Fact]
    public void Address_with_a_term_has_it_once() =>
        Assert.Equal("/alarms?port=23", Of("?port=22", "port").With("port", "23").ToString());

    [Fact]
    public void Chips_are_the_filters_but_not_the_page()
    {
        var chips = Chip.Of(Of("?port=22&kind=syn&cursor=-17", "kind", "port", ViewAddress.Cursor));

        Assert.Equal([new Chip("kind", "syn", "/alarms?port=22"), new Chip("port", "22", "/alarms?kind=syn")], chips);
    }

    [Fact]
    public void Text_of_a_term_cannot_leave_its_place() =>
        Assert.Equal("/alarms?sensor=a%26b%3D%3Cscript%3E", Of("?sensor=a%26b%3D%3Cscript%3E", "sensor").ToString());

    private static ViewAddress Of(string query, params string[] known)
    {
        var http = new DefaultHttpContext();
        (http.Request.Path, http.Request.QueryString) = ("/alarms", new QueryString(query));
        return ViewAddress.Of(http.Request, known);
    }
}
