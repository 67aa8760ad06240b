using Microsoft.OpenApi;
using PortSentry.Shared.Contracts;
using PortSentry.Shared.Net;

namespace PortSentry.Coordinator.Api;

/// <summary>The OpenAPI document of the API, made from the endpoints themselves.</summary>
internal static class ApiDocument
{
    private const string Name = "v1";

    /// <summary>What it needs.</summary>
    public static void Add(IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default));
        services.AddOpenApi(Name, options =>
        {
            options.ShouldInclude = description => description.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info = new OpenApiInfo { Title = "PortSentry coordinator", Version = Name, Description = "What operators see and change. Errors are problem+json (RFC 9457). A bearer token, or the session of a browser, says who asks." };
                return Task.CompletedTask;
            });
            options.AddOperationTransformer((operation, context, _) =>
            {
                operation.Tags = null;
                foreach (var parameter in context.Description.ActionDescriptor.EndpointMetadata.OfType<ApiParameter>())
                    (operation.Parameters ??= []).Add(new OpenApiParameter { Name = parameter.Name, In = ParameterLocation.Query, Description = parameter.Words, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
                return Task.CompletedTask;
            });
            options.AddSchemaTransformer((schema, context, _) =>
            {
                // Their converters write texts, which no reflection can know.
                if (context.JsonTypeInfo.Type is { } type && (type == typeof(Cidr) || type == typeof(Address) || type == typeof(SensorId) || type == typeof(ScanKind)))
                    schema.Type = JsonSchemaType.String;
                return Task.CompletedTask;
            });
        });
    }

    /// <summary>Serves it.</summary>
    public static void Map(WebApplication app) => app.MapOpenApi("/api/v1/openapi.json");

    /// <summary>Says in the document which parameters a question takes.</summary>
    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder endpoint, params ApiParameter[] parameters) => endpoint.WithMetadata([.. parameters]);

    /// <summary>Says in the document what a change is for, and what its answers are.</summary>
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder endpoint, string words) => endpoint
        .WithSummary(words)
        .Produces<OperatorAnswer>()
        .Produces<ApiProblem>(StatusCodes.Status400BadRequest, ApiResult.ProblemType)
        .Produces<ApiProblem>(StatusCodes.Status403Forbidden, ApiResult.ProblemType);
}
