using Microsoft.AspNetCore.Http;
using PortSentry.Coordinator.Console.Drawing;

namespace PortSentry.Coordinator.Tests.Console.Drawing;

public sealed class ToastsTests
{
    [Fact]
    public void Toast_is_taken_as_it_was_given()
    {
        var toast = new Toast("203.0.113.7 is blocked; “why”: <b>", IsBad: false, "{\"change\":\"unblock\"}", 17);

        Assert.Equal(toast, Toasts.Take(After(toast)));
    }

    [Fact]
    public void Undo_that_does_not_fit_is_left_out() =>
        Assert.Null(Toasts.Take(After(new Toast("done", IsBad: false, new string('x', 4000), 0)))!.Undo);

    [Fact]
    public void Page_that_is_fetched_in_the_background_takes_none()
    {
        var http = After(new Toast("done", IsBad: false, null, 0));
        http.Request.Headers["HX-Request"] = "true";

        Assert.Null(Toasts.Take(http));
    }

    [Theory]
    [InlineData("%%%")]
    [InlineData("bm90IGpzb24")]
    public void What_is_no_toast_is_none(string cookie)
    {
        var http = new DefaultHttpContext();
        http.Request.Headers.Cookie = $"__Host-portsentry-toast={cookie}";

        Assert.Null(Toasts.Take(http));
    }

    private static DefaultHttpContext After(Toast toast)
    {
        var (first, then) = (new DefaultHttpContext(), new DefaultHttpContext());
        Toasts.Give(first, toast);
        then.Request.Headers.Cookie = first.Response.Headers.SetCookie.ToString().Split(';')[0];
        return then;
    }
}
