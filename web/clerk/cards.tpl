<h1>{{=cards.title}}</h1>
<p>{{=cards.lead}}</p>
{{#NONE}}<p>{{=cards.empty}}</p>{{/NONE}}
<p class="hint">{{=cards.search_page}}</p>
<ul>{{#ENTRY}}<li><a href="#{{ID}}">{{TITLE}}</a></li>{{/ENTRY}}</ul>
{{#CARD}}<article class="reply" id="{{ID}}">
<h2>{{TITLE}}</h2>
{{#DUE}}<p class="alert">{{SENTENCE}}</p>{{/DUE}}{{#EXAMPLE}}<p class="note">{{=cards.example}}</p>{{/EXAMPLE}}
<p class="lead">{{SHORT}}</p>
{{#LINE}}<p>{{SENTENCE}}{{BASIS}}</p>{{/LINE}}
<p class="note">{{DOUBTS}}</p>
<p class="hint">{{ABOUT}}</p>
<p class="hint">{{=cards.sources}}</p>
<ol class="hint">{{#SOURCE}}<li>{{SENTENCE}}</li>{{/SOURCE}}</ol>
</article>
{{/CARD}}
<p class="actions"><a class="button" href="/{{=language}}/">{{=intake.back}}</a></p>
