using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using PortSentry.Sensor.Capture;
using PortSentry.Sensor.Interop;
using PortSentry.Shared.Net;

namespace PortSentry.Sensor.Tests;

/// <summary>Holds the shape of the source: who may know whom, and what is written where.</summary>
public sealed partial class ArchitectureTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Assembly[] Assemblies = [typeof(RingCapture).Assembly, typeof(Address).Assembly];

    /// <summary>What the shells may hold of the interop wall.</summary>
    private static readonly Type[] Doors =
        [typeof(Nftables), typeof(NftablesException), typeof(SystemCallException), typeof(StopSignal), typeof(EventPoll), typeof(Interfaces), typeof(Session)];

    private static readonly IReadOnlyList<SourceFile> Files = SourceFile.ReadAll();

    [Theory]
    [InlineData("Sensor", "Coordinator")]
    [InlineData("Coordinator", "Sensor")]
    [InlineData("Shared", "Sensor")]
    [InlineData("Shared", "Coordinator")]
    public void Project_does_not_know_the_other(string project, string other)
    {
        var folder = Path.Combine(SourceFile.Root, project);

        Assert.DoesNotContain($"{other}.csproj", File.ReadAllText(Path.Combine(folder, $"{project}.csproj")), StringComparison.Ordinal);
        Assert.Empty(Files.Where(file => file.Folders[0] == project && file.Code.Contains($"PortSentry.{other}", StringComparison.Ordinal)).Select(file => file.Name));
    }

    [Theory]
    [InlineData("Detect")]
    [InlineData("Decide")]
    public void Pure_stage_names_neither_capture_nor_blocking(string stage) => Assert.Empty(
        Files.Where(file => file.Folders is ["Sensor", var folder, ..] && folder == stage && ForbiddenToPure().IsMatch(file.Code)).Select(file => file.Name));

    [Theory]
    [InlineData("Detect")]
    [InlineData("Decide")]
    public void Pure_stage_uses_no_type_of_capture_or_blocking(string stage)
    {
        string[] forbidden = ["PortSentry.Sensor.Capture", "PortSentry.Sensor.Block"];

        Assert.Empty(
            from type in AllTypes()
            where IsWithin(type, $"PortSentry.Sensor.{stage}")
            from used in TypesUsedBy(type, privateToo: true)
            where forbidden.Any(space => IsWithin(used, space))
            select $"{type} uses {used}");
    }

    [Fact]
    public void Interop_types_appear_in_no_signature_outside_their_folders() => Assert.Empty(
        from type in AllTypes()
        where !IsInterop(type)
        from used in TypesUsedBy(type, privateToo: false)
        where IsInterop(used) && !Doors.Contains(used)
        select $"{type} shows {used}");

    [Fact]
    public void Unsafe_code_stands_behind_the_interop_wall() => Assert.Empty(
        Files.Where(file => !file.Folders.Contains("Interop") && Unsafe().IsMatch(file.Code)).Select(file => file.Name));

    [Fact]
    public void Native_calls_stand_behind_the_interop_wall() => Assert.Empty(
        Files.Where(file => !file.Folders.Contains("Interop") && NativeCall().IsMatch(file.Code)).Select(file => file.Name));

    [Fact]
    public void Namespace_is_the_folder() => Assert.Empty(
        from file in Files
        where !file.IsProgram && file.Namespace != $"PortSentry.{string.Join('.', file.Folders)}"
        select $"{file.Name} is in {file.Namespace}");

    [Fact]
    public void File_is_named_as_its_first_type_and_others_in_it_belong_to_its_set() => Assert.Empty(
        from file in Files
        where !file.IsProgram
        let types = file.TopLevelTypes
        where types.Count == 0 || types[0].Name != file.TypeName || types.Skip(1).SkipLast(1).Any(type => !type.IsSealedRecord)
        select $"{file.Name} holds {string.Join(", ", types.Select(type => type.Name))}");

    [Fact]
    public void Classes_are_sealed_static_or_abstract() => Assert.DoesNotContain(
        AllTypes(), type => type.IsClass && !type.IsSealed && !type.IsAbstract && type.Name != "Program");

    [Theory]
    [InlineData(@"\block\s*\(")]
    [InlineData(@"\.Result\b")]
    [InlineData(@"\.GetResult\(")]
    [InlineData(@"\.Wait\(\)")]
    [InlineData(@"\basync\s+void\b")]
    [InlineData(@"#region")]
    [InlineData(@"\bgoto\s")]
    [InlineData(@"\bthis\._")]
    [InlineData(@"\bThread\.Sleep\b")]
    [InlineData(@"\bTask\.Run\b")]
    [InlineData(@"#pragma warning disable(?! \w+ // \w)")]
    public void Source_has_none_of_this(string pattern) => Assert.Empty(
        Files.Where(file => Regex.IsMatch(pattern.StartsWith("#pragma", StringComparison.Ordinal) ? file.Text : file.Code, pattern)).Select(file => file.Name));

    [Fact]
    public void Lines_of_the_log_have_ids_of_their_own() => Assert.Empty(
        from file in Files
        from match in LogLine().Matches(file.Text)
        group file.Name by match.Groups["id"].Value into same
        where same.Count() > 1
        select $"{same.Key}: {string.Join(' ', same)}");

    private static IEnumerable<Type> AllTypes() => Assemblies
        .SelectMany(assembly => assembly.GetTypes())
        .Where(type => type.Namespace?.StartsWith("PortSentry", StringComparison.Ordinal) is true or null
            && !type.IsDefined(typeof(CompilerGeneratedAttribute)) && !type.Name.Contains('<', StringComparison.Ordinal));

    private static bool IsWithin(Type type, string space) =>
        type.Namespace == space || type.Namespace?.StartsWith(space + ".", StringComparison.Ordinal) == true;

    private static bool IsInterop(Type type) => type.Namespace?.EndsWith(".Interop", StringComparison.Ordinal) == true;

    /// <summary>The types in a type's bases, fields and signatures, taken apart.</summary>
    private static IEnumerable<Type> TypesUsedBy(Type type, bool privateToo)
    {
        var fields = type.GetFields(Declared).Where(field => privateToo || !field.IsPrivate).Select(field => field.FieldType);
        var methods = type.GetMembers(Declared).OfType<MethodBase>().Where(method => privateToo || !method.IsPrivate).ToList();
        var parameters = methods.SelectMany(method => method.GetParameters()).Select(parameter => parameter.ParameterType);
        var results = methods.OfType<MethodInfo>().Select(method => method.ReturnType);
        var locals = privateToo ? methods.SelectMany(method => method.GetMethodBody()?.LocalVariables ?? []).Select(local => local.LocalType) : [];
        Type[] bases = [.. type.GetInterfaces(), .. type.BaseType is { } parent ? new[] { parent } : []];
        return bases.Concat(fields).Concat(parameters).Concat(results).Concat(locals).SelectMany(Parts).Distinct();
    }

    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType)
            return Parts(type.GetElementType()!);
        return type.IsGenericType ? [type, .. type.GetGenericArguments().SelectMany(Parts)] : [type];
    }

    [GeneratedRegex(@"\bPortSentry\.Sensor\.(Capture|Block)\b|\busing .*\bSensor\.(Capture|Block)\b")]
    private static partial Regex ForbiddenToPure();

    [GeneratedRegex(@"\bunsafe\b|\bstackalloc\s+\w+\s*\*")]
    private static partial Regex Unsafe();

    [GeneratedRegex(@"\b(LibraryImport|DllImport)\b")]
    private static partial Regex NativeCall();

    [GeneratedRegex(@"\bLoggerMessage\((?:EventId = )?(?<id>\d+)")]
    private static partial Regex LogLine();
}
