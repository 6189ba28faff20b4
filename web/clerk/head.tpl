<!doctype html>
<html lang="{{=language}}" translate="no">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<title>{{SITE}}</title>
<link rel="icon" href="data:,">
<style></style>
</head>
<body>
<div class="bar"><header>
<a id="leave" href="{{LEAVE}}" rel="noreferrer">{{=intake.leave}}</a> {{#NAV}}
<nav aria-label="{{=intake.language}}">{{#TONGUE}}<a href="{{WHERE}}" lang="{{CODE}}"{{#HERE}} aria-current="page"{{/HERE}}>{{NAME}}</a> {{/TONGUE}}</nav>
{{/NAV}}
</header></div>
<main>
